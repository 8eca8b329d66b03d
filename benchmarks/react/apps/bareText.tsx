import { useEffect } from 'react'
import { Status, wordOf, type App } from '../app'
import { BareJob, onFlip } from '../bareSocket'

function Rows({ url, ids }: { url: string; ids: string[] }) {
  useEffect(() => {
    const items = document.querySelectorAll('li')
    const texts = new Map(ids.map((id, index) => [id, items[index]?.firstChild]))
    return onFlip(url, (id, isOnline) => {
      const text = texts.get(id)
      if (text) text.nodeValue = wordOf(isOnline)
    })
  }, [url, ids])
  return ids.map((id) => <Status key={id} isOnline={false} />)
}

/** The least at all: the listener of a bare socket writes the text of the row. */
export const bareText: App = { Rows, Job: BareJob }
