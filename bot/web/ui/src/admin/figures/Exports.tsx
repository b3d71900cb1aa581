/** The figures on paper and as files: what is shown, by the filter in the address. */

import { Button, Menu } from '@mantine/core'
import { IconDownload, IconPrinter } from '@tabler/icons-react'
import { fileAddress } from './data'
import type { Filter } from './filter'
import type { By } from './types'

const BY: Record<string, By> = {
  reasons: 'reason',
  articles: 'article',
  agents: 'agent',
  departments: 'department',
  hours: 'hour_weekday',
  invitations: 'invitation',
  surveys: 'survey',
}

export function Exports({ filter, tab }: { filter: Filter; tab: string }) {
  const by = BY[tab]
  return (
    <div className="fg-exports">
      <Button variant="default" size="xs" leftSection={<IconPrinter size={16} />} onClick={() => window.print()}>
        Print
      </Button>
      <Menu position="bottom-end" width={250}>
        <Menu.Target>
          <Button variant="default" size="xs" leftSection={<IconDownload size={16} />}>
            Export
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>Figures{by ? ', each row apart' : ''}</Menu.Label>
          <Menu.Item component="a" href={fileAddress('figures', 'csv', filter, by)} download>
            CSV, for a spreadsheet
          </Menu.Item>
          <Menu.Item component="a" href={fileAddress('figures', 'parquet', filter, by)} download>
            Parquet, for analysis
          </Menu.Item>
          <Menu.Divider />
          <Menu.Label>Episodes, one a line, without words</Menu.Label>
          <Menu.Item component="a" href={fileAddress('episodes', 'csv', filter)} download>
            CSV, for a spreadsheet
          </Menu.Item>
          <Menu.Item component="a" href={fileAddress('episodes', 'parquet', filter)} download>
            Parquet, for analysis
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </div>
  )
}
