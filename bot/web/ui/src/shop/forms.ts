/** Sign-in and set-up: sent as JSON, problems shown at their field. */

interface Problem {
  detail?: string
  title?: string
  field?: string
  second_factor?: boolean
}

export function setUpForms(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>('form[data-post]')) {
    form.addEventListener('submit', (event) => {
      event.preventDefault()
      void submit(form)
    })
    form.addEventListener('input', (event) => clear((event.target as HTMLElement).closest('.field')))
  }
}

async function submit(form: HTMLFormElement): Promise<void> {
  const button = form.querySelector<HTMLButtonElement>('button[data-busy]')
  const general = form.querySelector<HTMLElement>('[data-problem]')
  if (!button || !general || button.disabled) return
  general.hidden = true
  const wrong = [...form.querySelectorAll<HTMLInputElement>('.field input')].filter((input) => {
    const problem = whatIsWrong(input)
    if (problem) mark(input, problem)
    return problem !== null
  })
  if (wrong[0]) {
    wrong[0].focus()
    return
  }
  const label = button.textContent
  button.disabled = true
  button.textContent = button.dataset.busy ?? label
  const failure = await post(form)
  if (!failure) return
  button.disabled = false
  button.textContent = label
  if (failure.second_factor && askForCode(form)) return
  const field = failure.field
    ? form.querySelector<HTMLInputElement>(`.field [name="${CSS.escape(failure.field)}"]`)
    : null
  const words = failure.detail ?? failure.title ?? 'That did not work. Please try again.'
  if (field) {
    mark(field, words)
    field.focus()
  } else {
    general.textContent = words
    general.hidden = false
  }
}

/** Shows the field for a code of the second factor; false where there is none, or it is shown already. */
export function askForCode(form: HTMLFormElement): boolean {
  const field = form.querySelector<HTMLElement>('[data-second-factor]')
  const input = field?.querySelector<HTMLInputElement>('input')
  if (!field || !input?.disabled) return false
  field.hidden = false
  input.disabled = false
  input.focus()
  return true
}

/** The company's sign-in leads on to the same page as the form. */
export function keepNext(search: string = location.search): void {
  const next = new URLSearchParams(search).get('next')
  if (!next) return
  for (const link of document.querySelectorAll<HTMLAnchorElement>('a[data-keep-next]')) {
    link.search = new URLSearchParams({ next }).toString()
  }
}

/** Sends the form and leaves the page; the problem when it could not. */
async function post(form: HTMLFormElement): Promise<Problem | null> {
  try {
    const answer = await fetch(form.dataset.post ?? '', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'X-Firstline': '1' },
      body: JSON.stringify(Object.fromEntries(new FormData(form))),
    })
    const content = (await answer.json().catch(() => ({}))) as Problem & { role?: string }
    if (!answer.ok) return content
    const then = (content.role === 'admin' && form.dataset.thenAdmin) || form.dataset.then || '/'
    location.assign(nextPage(location.search) ?? then)
    return null
  } catch {
    return { detail: 'The server can’t be reached. Check your connection and try again.' }
  }
}

/** Where ?next= leads, if that is a page of this site: never to another one. The place on it (#) came along. */
export function nextPage(
  search: string,
  origin: string = location.origin,
  place: string = location.hash,
): string | null {
  const next = new URLSearchParams(search).get('next')
  if (!next) return null
  try {
    const target = new URL(next, origin)
    if (target.origin !== origin || !next.startsWith('/')) return null
    return target.pathname + target.search + (target.hash || place)
  } catch {
    return null
  }
}

function whatIsWrong(input: HTMLInputElement): string | null {
  if (input.required && !input.value.trim()) return input.dataset.missing ?? 'Please fill this in.'
  if (input.type === 'email' && input.validity.typeMismatch) return 'That doesn’t look like an e-mail address.'
  if (input.minLength > 0 && input.value.length < input.minLength) return input.dataset.short ?? 'That is too short.'
  return null
}

function mark(input: HTMLInputElement, words: string): void {
  const field = input.closest('.field')
  clear(field)
  const problem = document.createElement('span')
  problem.className = 'wrong'
  problem.id = `${input.name}-wrong`
  problem.textContent = words
  field?.append(problem)
  input.setAttribute('aria-invalid', 'true')
  input.setAttribute('aria-describedby', problem.id)
}

function clear(field: Element | null): void {
  field?.querySelector('.wrong')?.remove()
  const input = field?.querySelector('input')
  input?.removeAttribute('aria-invalid')
  const hint = field?.querySelector('small[id]')
  if (hint) input?.setAttribute('aria-describedby', hint.id)
  else input?.removeAttribute('aria-describedby')
}
