import { useSessionState } from './hooks'
import { BotFace, Icon } from './icons'

interface HeaderProps {
  view: 'home' | 'conversation' | 'article'
  menuOpen: boolean
  onBack(): void
  onMenu(): void
  onClose(): void
}

/** Who one is talking to, the way back, settings, closing. */
export function Header({ view, menuOpen, onBack, onMenu, onClose }: HeaderProps) {
  const { topics, conversation } = useSessionState()
  const bot = topics?.bot_name ?? 'Assistant'
  const shop = topics?.shop_name ?? ''
  const agent = conversation?.state === 'human' || conversation?.state === 'assigned' ? conversation.agent?.name : null
  const [title, subtitle] =
    view === 'home'
      ? [shop || 'Help', `${bot} is a bot, our team is here too`]
      : view === 'article'
        ? ['Help article', shop]
        : agent
          ? [agent, shop ? `From the ${shop} team` : 'A person']
          : conversation?.state === 'queued'
            ? [bot, 'Finding a person for you']
            : [bot, `${shop}’s assistant, a bot`.replace(/^’s assistant/, 'Assistant')]
  return (
    <div class="head">
      {view !== 'home' && (
        <button type="button" class="icon-button" aria-label="Back" onClick={onBack}>
          <Icon name="back" flip />
        </button>
      )}
      {view !== 'article' && (
        <span class={agent && view === 'conversation' ? 'avatar agent' : 'avatar'} aria-hidden="true">
          {agent && view === 'conversation' ? [...agent][0]?.toUpperCase() : <BotFace />}
        </span>
      )}
      <div class="header-text">
        <h1 id="fl-title">{title}</h1>
        <p>{subtitle}</p>
      </div>
      <button
        type="button"
        class="icon-button"
        id="fl-menu-button"
        aria-label="Settings"
        aria-expanded={menuOpen}
        aria-controls="fl-menu"
        onClick={onMenu}
      >
        <Icon name="menu" />
      </button>
      <button type="button" class="icon-button" aria-label="Close chat" onClick={onClose}>
        <Icon name="close" />
      </button>
    </div>
  )
}
