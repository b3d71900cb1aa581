/** What is seldom done with an article: look at it in the help centre, archive it. */

import { Button, Menu, Modal } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconArchive, IconDots, IconExternalLink } from '@tabler/icons-react'
import type { Article } from '../../staff/types'

export function ArticleMenu({ article, onArchive }: { article: Article; onArchive: () => void }) {
  const [asking, { open, close }] = useDisclosure(false)
  const readable = article.status === 'published' && article.audience === 'everyone'
  if (!readable && !article.steps.includes('archive')) return null
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button variant="default" size="sm" px={10} aria-label="More">
            <IconDots size={18} />
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {readable && (
            <Menu.Item
              component="a"
              href={`/help/${encodeURIComponent(article.id)}`}
              target="_blank"
              leftSection={<IconExternalLink size={16} />}
            >
              See it in the help centre
            </Menu.Item>
          )}
          {article.steps.includes('archive') && (
            <Menu.Item leftSection={<IconArchive size={16} />} disabled={article.status === 'archived'} onClick={open}>
              Archive
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      <Modal opened={asking} onClose={close} title="Archive this article?" size="sm">
        <p className="kn-asking">The bot stops answering from it at once. You can publish it again later.</p>
        <div className="kn-asking-tools">
          <Button variant="default" onClick={close}>
            Cancel
          </Button>
          <Button
            onClick={() => {
              close()
              onArchive()
            }}
          >
            Archive
          </Button>
        </div>
      </Modal>
    </>
  )
}
