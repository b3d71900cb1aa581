/** The first glance: what the visitor wants, why a person, how much it matters, what to do next. */

import { IconArrowRight } from '@tabler/icons-react'
import { LevelMeter } from '../../staff/levels'
import type { Packet } from '../../staff/types'
import { goalOf } from './packetFacts'

export function Brief({ packet }: { packet: Packet }) {
  const { goal, quote } = goalOf(packet)
  return (
    <section className="dk-brief">
      <p className="dk-goal">{goal}</p>
      {quote && <blockquote className="dk-quote">{quote}</blockquote>}
      {packet.handoff_reason_text && (
        <p className="dk-why">
          <span className="st-soft">Why a person</span>
          {packet.handoff_reason_text}
        </p>
      )}
      <div className="dk-meters">
        <LevelMeter scale="value" assessment={packet.value} />
        <LevelMeter scale="complexity" assessment={packet.complexity} />
      </div>
      {packet.next_step && (
        <p className="dk-next">
          <IconArrowRight size={16} aria-hidden />
          <span>
            <span className="st-hidden">Suggested next step: </span>
            {packet.next_step}
          </span>
        </p>
      )}
    </section>
  )
}
