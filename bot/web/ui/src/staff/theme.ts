/** Mantine spoken in our tokens: the same colours, type, radius and focus as the widget and the shop. */

import {
  type CSSVariablesResolver,
  createTheme,
  defaultVariantColorsResolver,
  type MantineColorsTuple,
  type VariantColorsResolver,
} from '@mantine/core'

const token = (name: string): string => `var(--fl-${name})`
const ten = (name: string): MantineColorsTuple => Array(10).fill(token(name)) as unknown as MantineColorsTuple

/** Our colour names, each with the token that fills, tints and writes in it. */
const COLOURS: Record<string, { fill: string; soft: string; text: string; hover: string }> = {
  accent: { fill: 'accent', soft: 'accent-soft', text: 'accent-text', hover: 'accent-hover' },
  danger: { fill: 'danger', soft: 'danger-soft', text: 'danger', hover: 'danger' },
  ok: { fill: 'ok', soft: 'ok-soft', text: 'ok', hover: 'ok' },
  warn: { fill: 'warn', soft: 'warn-soft', text: 'warn', hover: 'warn' },
  info: { fill: 'info', soft: 'info-soft', text: 'info', hover: 'info' },
}

const variantColorResolver: VariantColorsResolver = (input) => {
  const colours = defaultVariantColorsResolver(input)
  if (input.variant !== 'filled') return colours
  const onColour = (input.color ?? 'accent') === 'accent' ? token('on-accent') : token('surface')
  return { ...colours, color: onColour }
}

export const theme = createTheme({
  colors: Object.fromEntries(Object.entries(COLOURS).map(([name, { fill }]) => [name, ten(fill)])),
  primaryColor: 'accent',
  fontFamily: token('font'),
  fontFamilyMonospace: token('font-mono'),
  fontSizes: {
    xs: token('size-small'),
    sm: token('size-body'),
    md: token('size-body'),
    lg: token('size-large'),
    xl: token('size-large'),
  },
  lineHeights: { xs: '1.4', sm: '1.45', md: '1.5', lg: '1.3', xl: '1.25' },
  headings: {
    fontFamily: token('font'),
    fontWeight: '600',
    sizes: {
      h1: { fontSize: token('size-large'), lineHeight: '1.25' },
      h2: { fontSize: token('size-body'), lineHeight: '1.4' },
      h3: { fontSize: token('size-body'), lineHeight: '1.4' },
    },
  },
  radius: {
    xs: token('radius-small'),
    sm: token('radius-small'),
    md: token('radius'),
    lg: token('radius-large'),
    xl: token('radius-full'),
  },
  defaultRadius: 'sm',
  spacing: { xs: '8px', sm: '12px', md: '16px', lg: '24px', xl: '32px' },
  shadows: {
    xs: token('shadow'),
    sm: token('shadow'),
    md: token('shadow-raised'),
    lg: token('shadow-floating'),
    xl: token('shadow-floating'),
  },
  cursorType: 'pointer',
  respectReducedMotion: true,
  variantColorResolver,
  components: {
    Modal: {
      defaultProps: {
        radius: 'md',
        centered: true,
        overlayProps: { backgroundOpacity: 0.45 },
        transitionProps: { duration: 140, transition: 'fade' },
        closeButtonProps: { 'aria-label': 'Close' },
        // The dialog's head is not a landmark of the page.
        attributes: { header: { role: 'presentation' } },
      },
    },
    Drawer: {
      defaultProps: {
        position: 'right',
        overlayProps: { backgroundOpacity: 0.35 },
        transitionProps: { duration: 160 },
        closeButtonProps: { 'aria-label': 'Close' },
        // The dialog's head is not a landmark of the page.
        attributes: { header: { role: 'presentation' } },
      },
    },
    Menu: { defaultProps: { radius: 'md', shadow: 'lg', transitionProps: { duration: 100 } } },
    Tooltip: { defaultProps: { openDelay: 250, radius: 'xs', transitionProps: { duration: 100 } } },
    Notification: { defaultProps: { radius: 'md', closeButtonProps: { 'aria-label': 'Close' } } },
    Table: { defaultProps: { verticalSpacing: 10, horizontalSpacing: 12 } },
  },
})

function colourVariables(): Record<string, string> {
  const variables: Record<string, string> = {}
  for (const [name, { fill, soft, text, hover }] of Object.entries(COLOURS)) {
    const prefix = `--mantine-color-${name}`
    variables[`${prefix}-text`] = token(text)
    variables[`${prefix}-filled`] = token(fill)
    variables[`${prefix}-filled-hover`] = token(hover)
    variables[`${prefix}-light`] = token(soft)
    variables[`${prefix}-light-hover`] = `color-mix(in srgb, ${token(soft)}, ${token(fill)} 10%)`
    variables[`${prefix}-light-color`] = token(text)
    variables[`${prefix}-outline`] = token(text)
    variables[`${prefix}-outline-hover`] = token(soft)
  }
  return variables
}

/** The tokens carry light and dark themselves, so both schemes get the same variables. */
export const cssVariables: CSSVariablesResolver = () => {
  const both = {
    ...colourVariables(),
    '--mantine-color-body': token('surface'),
    '--mantine-color-text': token('text'),
    '--mantine-color-bright': token('text'),
    '--mantine-color-dimmed': token('text-soft'),
    '--mantine-color-placeholder': token('text-soft'),
    '--mantine-color-anchor': token('link'),
    '--mantine-color-error': token('danger'),
    '--mantine-color-default': token('surface'),
    '--mantine-color-default-hover': token('hover'),
    '--mantine-color-default-color': token('text'),
    '--mantine-color-default-border': token('line'),
    '--mantine-color-disabled': token('sunken'),
    '--mantine-color-disabled-color': token('text-soft'),
    '--mantine-color-disabled-border': token('line'),
    '--mantine-primary-color-filled': token('accent'),
    '--mantine-primary-color-filled-hover': token('accent-hover'),
    '--mantine-primary-color-light': token('accent-soft'),
    '--mantine-primary-color-light-color': token('accent-text'),
    '--mantine-primary-color-contrast': token('on-accent'),
  }
  return { variables: {}, light: both, dark: both }
}
