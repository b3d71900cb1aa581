import '../tokens.css'
import './site.css'
import './pages.css'
import { keepNext, setUpForms } from './forms'
import { setUpShop } from './shop'

/** The small script of the server-rendered pages. They work without it but for the cart and the two forms. */
setUpShop()
setUpForms()
keepNext()

// Times as the visitor's clock has them; without this script they stay in UTC.
for (const time of document.querySelectorAll<HTMLTimeElement>('time[data-time]')) {
  const at = new Date(time.dateTime)
  if (!Number.isNaN(at.getTime()))
    time.textContent = at.toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' })
}
