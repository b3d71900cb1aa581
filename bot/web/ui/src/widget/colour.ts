/** Contrast by WCAG 2.2 (relative luminance), and the nearest readable shade of a site's accent colour. */

export type Rgb = readonly [number, number, number]

export function parse(colour: string): Rgb | null {
  const hex = colour.trim().replace(/^#/, '')
  const full = hex.length === 3 ? [...hex].map((digit) => digit + digit).join('') : hex
  if (!/^[0-9a-f]{6}$/i.test(full)) return null
  return [0, 2, 4].map((start) => Number.parseInt(full.slice(start, start + 2), 16)) as unknown as Rgb
}

export function hex(colour: Rgb): string {
  return `#${colour.map((part) => Math.round(part).toString(16).padStart(2, '0')).join('')}`
}

function luminance(colour: Rgb): number {
  const [red, green, blue] = colour.map((part) => {
    const share = part / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  }) as [number, number, number]
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/** 1 (the same) to 21 (black on white). */
export function contrast(one: Rgb, other: Rgb): number {
  const [high, low] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number]
  return (high + 0.05) / (low + 0.05)
}

export function mix(one: Rgb, other: Rgb, share: number): Rgb {
  return one.map((part, index) => part + ((other[index] as number) - part) * share) as unknown as Rgb
}

const WHITE: Rgb = [255, 255, 255]
const BLACK: Rgb = [0, 0, 0]

/** Moves `colour` towards black or white just as far as `wanted` contrast on `ground` needs. */
export function readableOn(colour: Rgb, ground: Rgb, wanted: number): Rgb {
  const goal = contrast(ground, WHITE) > contrast(ground, BLACK) ? WHITE : BLACK
  for (let share = 0; share < 1; share += 0.02) {
    const shade = mix(colour, goal, share)
    // The rounded colour is what is drawn, so it is what must be readable.
    if (contrast(parse(hex(shade)) as Rgb, ground) >= wanted) return shade
  }
  return goal
}

export interface AccentShades {
  accent: string
  hover: string
  on: string
  text: string
  soft: string
}

/** The five shades the widget draws with, for surfaces of one scheme. Null when `colour` is no hex colour. */
export function shades(colour: string, surface: string, wantedEdge = 3): AccentShades | null {
  const given = parse(colour)
  const ground = parse(surface)
  if (!given || !ground) return null
  // The accent itself fills buttons and bubbles: it must stand out from the surface, and carry words.
  const fill = readableOn(given, ground, wantedEdge)
  const on = contrast(fill, WHITE) >= 4.5 ? WHITE : contrast(fill, BLACK) >= 4.5 ? BLACK : WHITE
  const dark = contrast(ground, WHITE) > contrast(ground, BLACK)
  const soft = mix(ground, fill, dark ? 0.22 : 0.1)
  return {
    accent: hex(fill),
    hover: hex(mix(fill, on === WHITE ? BLACK : WHITE, 0.15)),
    on: hex(on),
    text: hex(readableOn(fill, soft, 4.6)),
    soft: hex(soft),
  }
}
