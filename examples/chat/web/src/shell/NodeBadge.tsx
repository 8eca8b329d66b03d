import { useConnection, useSocketListener } from '@monhub/realtime-react'
import { useState } from 'react'

/** Which node the socket is on; every node says so when one connects. Nothing on a single server. */
export function NodeBadge() {
  const [name, setName] = useState<string>()
  const { status } = useConnection()
  useSocketListener('node', setName)
  if (name === undefined || status !== 'connected') return null
  return <p className="hint">{name}</p>
}
