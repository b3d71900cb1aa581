/** A short, soft tone for a new visitor; only after the agent has switched it on. */

import { useLocalStorage } from '@mantine/hooks'
import { useCallback } from 'react'

let context: AudioContext | undefined

function tone(frequency: number, start: number, audio: AudioContext): void {
  const oscillator = audio.createOscillator()
  const volume = audio.createGain()
  const begin = audio.currentTime + start
  oscillator.frequency.value = frequency
  volume.gain.setValueAtTime(0, begin)
  volume.gain.linearRampToValueAtTime(0.12, begin + 0.02)
  volume.gain.exponentialRampToValueAtTime(0.001, begin + 0.35)
  oscillator.connect(volume).connect(audio.destination)
  oscillator.start(begin)
  oscillator.stop(begin + 0.4)
}

function ring(): void {
  context ??= new AudioContext()
  void context.resume()
  tone(660, 0, context)
  tone(880, 0.14, context)
}

/** Whether the sound is on, the switch (which lets it be heard once), and the sound itself. */
export function useSound() {
  const [on, setOn] = useLocalStorage({ key: 'firstline-desk-sound', defaultValue: false })
  const toggle = useCallback(() => {
    if (!on) ring()
    setOn(!on)
  }, [on, setOn])
  const play = useCallback(() => {
    if (on) ring()
  }, [on])
  return { on, toggle, play }
}
