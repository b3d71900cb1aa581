/** Whether somebody did something at this page: an open page at which nobody sits must not count as staffed. */

const DOING = ['pointerdown', 'keydown', 'wheel'] as const

export interface Activity {
  /** Whether anything was done since this was asked last. */
  since: () => boolean
  end: () => void
}

export function watchActivity(target: EventTarget): Activity {
  // Opening the page is doing something.
  let done = true
  const did = () => {
    done = true
  }
  for (const kind of DOING) target.addEventListener(kind, did, { passive: true, capture: true })
  return {
    since: () => {
      const was = done
      done = false
      return was
    },
    end: () => {
      for (const kind of DOING) target.removeEventListener(kind, did, { capture: true })
    },
  }
}
