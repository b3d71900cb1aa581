import { useState } from 'preact/hooks'
import { useSession, useSessionState } from './hooks'
import { Icon } from './icons'
import { moods } from './words'

/** Two questions after the conversation: how it went (CSAT 1 to 5), and would you recommend us (NPS 0 to 10). */
export function SurveyCard() {
  const session = useSession()
  const { topics } = useSessionState()
  const [step, setStep] = useState<'csat' | 'nps' | 'thanks'>('csat')
  const [problem, setProblem] = useState(false)

  const answer = async (answers: { csat?: number; nps?: number }, next: 'nps' | 'thanks') => {
    setProblem(false)
    try {
      await session.survey(answers)
      setStep(next)
      session.surveyDone(false)
    } catch {
      setProblem(true)
    }
  }

  if (step === 'thanks') {
    return (
      <section class="card" role="status">
        <div class="card-head">
          <Icon name="check" />
          <div>
            <b>Thank you!</b>
            <span>That helps us do better. Write below whenever you need us.</span>
          </div>
        </div>
      </section>
    )
  }
  return (
    <section class="card survey" aria-label="How did it go?">
      {step === 'csat' ? (
        <fieldset>
          <legend>How did we do?</legend>
          <div class="scale five">
            {moods.map((mood, index) => (
              <button type="button" key={mood} title={mood} onClick={() => answer({ csat: index + 1 }, 'nps')}>
                <Mood level={index + 1} />
                <span>{mood}</span>
              </button>
            ))}
          </div>
        </fieldset>
      ) : (
        <fieldset>
          <legend>How likely are you to recommend {topics?.shop_name ?? 'us'} to a friend?</legend>
          <div class="scale eleven">
            {Array.from({ length: 11 }, (_, score) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the index is the score itself
              <button type="button" key={score} onClick={() => answer({ nps: score }, 'thanks')}>
                {score}
              </button>
            ))}
          </div>
          <div class="scale-ends" aria-hidden="true">
            <span>Not at all</span>
            <span>Certainly</span>
          </div>
        </fieldset>
      )}
      {problem && (
        <p class="wrong" role="alert">
          That could not be saved. Please try again.
        </p>
      )}
      <button type="button" class="quiet-link" onClick={() => session.surveyDone(true)}>
        No, thanks
      </button>
    </section>
  )
}

/** A face from very unhappy (1) to very happy (5). */
function Mood({ level }: { level: number }) {
  const bend = (level - 3) * 2.4
  return (
    <svg class="icon mood" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <circle cx="12" cy="12" r="8.5" />
      <path d={`M9 9.5v.6M15 9.5v.6M8.2 ${14.8 - bend / 3}q3.8 ${bend} 7.6 0`} />
    </svg>
  )
}
