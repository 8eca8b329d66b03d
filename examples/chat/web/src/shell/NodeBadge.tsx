import { useConnection, useSocketListener } from '@monhub/realtime-react'
import { useState } from 'react'

/** Which node the socket is on; every node says so when one connects. Nothing on a single server. */
export function NodeBadge() {
  const [name, setName] = useState<string>()
  const isConnected = useConnection(({ status }) => status === 'connected')
  useSocketListener('node', setName)
  return isConnected && name !== undefined && <p className="hint">{name}</p>
}
