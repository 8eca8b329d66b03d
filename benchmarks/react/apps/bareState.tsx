import { useEffect, useState } from 'react'
import { countRender, Status, type App } from '../app'
import { BareJob, onFlip } from '../bareSocket'

const setters = new Map<string, (isOnline: boolean) => void>()

function Row({ id }: { id: string }) {
  countRender()
  const [isOnline, setIsOnline] = useState(false)
  useEffect(() => {
    setters.set(id, setIsOnline)
  }, [id])
  return <Status isOnline={isOnline} />
}

function Rows({ url, ids }: { url: string; ids: string[] }) {
  useEffect(() => onFlip(url, (id, isOnline) => setters.get(id)?.(isOnline)), [url])
  return ids.map((id) => <Row key={id} id={id} />)
}

/** The least with React: the listener of a bare socket sets the state of the row. */
export const bareState: App = { Rows, Job: BareJob }
