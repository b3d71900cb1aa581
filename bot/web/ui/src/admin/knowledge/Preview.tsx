/** What visitors would see: the short answer as the bot's bubble, the article as in the help centre. */

import { Tabs } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { sentence } from '../../staff/api'
import { Prose } from '../../staff/Prose'
import { usePreview } from './data'

export function Preview({ answer, body }: { answer: string; body: string }) {
  const [askedAnswer] = useDebouncedValue(answer || firstParagraph(body), 250)
  const [askedBody] = useDebouncedValue(body, 250)
  return (
    <section className="ad-card" aria-label="Preview">
      <Tabs defaultValue="chat">
        <Tabs.List>
          <Tabs.Tab value="chat">In the chat</Tabs.Tab>
          <Tabs.Tab value="page">In the help centre</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="chat" className="kn-preview">
          <Rendered text={askedAnswer} bubble />
        </Tabs.Panel>
        <Tabs.Panel value="page" className="kn-preview">
          <Rendered text={askedBody} />
        </Tabs.Panel>
      </Tabs>
    </section>
  )
}

function firstParagraph(body: string): string {
  return body.trim().split(/\n\s*\n/)[0] ?? ''
}

function Rendered({ text, bubble }: { text: string; bubble?: boolean }) {
  const { data, error } = usePreview(text)
  if (!text.trim()) return <p className="st-soft">Nothing written yet.</p>
  if (error) return <p className="st-soft">{sentence(error)}</p>
  return data === undefined ? <p className="st-soft">…</p> : <Prose html={data} className={bubble ? 'kn-bubble' : ''} />
}
