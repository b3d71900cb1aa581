/** Light, dark, or as the system has it; the choice is kept in this browser. */

import { SegmentedControl, useMantineColorScheme, VisuallyHidden } from '@mantine/core'
import { IconDeviceDesktop, IconMoon, IconSun } from '@tabler/icons-react'
import { useEffect } from 'react'

/** Tells the tokens (data-theme on the root element) what Mantine was told. */
export function ThemeFollower() {
  const { colorScheme } = useMantineColorScheme()
  useEffect(() => {
    const root = document.documentElement
    if (colorScheme === 'auto') root.removeAttribute('data-theme')
    else root.setAttribute('data-theme', colorScheme)
  }, [colorScheme])
  return null
}

const choices = [
  { value: 'auto', title: 'As the system', Icon: IconDeviceDesktop },
  { value: 'light', title: 'Light', Icon: IconSun },
  { value: 'dark', title: 'Dark', Icon: IconMoon },
] as const

export function ThemeSwitch() {
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  return (
    <SegmentedControl
      fullWidth
      size="xs"
      aria-label="Colours"
      value={colorScheme}
      onChange={(value) => setColorScheme(value as 'auto' | 'light' | 'dark')}
      data={choices.map(({ value, title, Icon }) => ({
        value,
        label: (
          <span className="st-icon-choice" title={title}>
            <Icon size={16} aria-hidden />
            <VisuallyHidden>{title}</VisuallyHidden>
          </span>
        ),
      }))}
    />
  )
}
