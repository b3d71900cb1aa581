import { useEffect, useState } from 'preact/hooks'
import { sizeInWords } from './files'
import { useSession } from './hooks'
import { Icon } from './icons'
import type { Payload } from './types'

/** A file in the conversation: a picture is shown small; the file itself is only ever downloaded. */
export function FileCard({ file }: { file: Payload }) {
  const session = useSession()
  const [busy, setBusy] = useState(false)
  const [failed, setFailed] = useState(false)
  const picture = usePicture(file)
  const name = file.name ?? 'File'

  const download = async () => {
    if (busy || !file.file_id) return
    setBusy(true)
    setFailed(false)
    try {
      const link = document.createElement('a')
      link.href = URL.createObjectURL(await session.file(file.file_id))
      link.download = name
      link.click()
      // The browser reads it after this.
      setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
    } catch {
      setFailed(true)
    }
    setBusy(false)
  }

  return (
    <button type="button" class="file" onClick={download} aria-busy={busy} title={`Download ${name}`}>
      {picture && <img src={picture} alt="" />}
      <span class="file-line">
        <Icon name="file" />
        <span class="row-text">
          <span dir="auto">{name}</span>
          <small>{failed ? 'Could not be loaded. Try again.' : sizeInWords(file.size ?? 0)}</small>
        </span>
      </span>
    </button>
  )
}

/** The address of a picture's preview, once it is here. */
function usePicture(file: Payload): string | null {
  const session = useSession()
  const [address, setAddress] = useState<string | null>(null)
  useEffect(() => {
    if (!file.image || !file.file_id) return
    let made: string | null = null
    let gone = false
    session
      .file(file.file_id, true)
      .then((content) => {
        if (gone) return
        made = URL.createObjectURL(content)
        setAddress(made)
      })
      .catch(() => undefined)
    return () => {
      gone = true
      if (made) URL.revokeObjectURL(made)
    }
  }, [file.file_id, file.image, session])
  return address
}
