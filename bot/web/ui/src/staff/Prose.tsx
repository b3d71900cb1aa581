/** HTML that the server rendered from Markdown and sanitised; nothing else may be given here. */

export function Prose({ html, className }: { html: string; className?: string }) {
  return (
    <div
      className={`st-prose ${className ?? ''}`}
      // biome-ignore lint/security/noDangerouslySetInnerHtml: sanitised by the server, the one place that renders Markdown
      dangerouslySetInnerHTML={{ __html: html }}
    />
  )
}
