import useWebSocketModule from 'react-use-websocket'
import { countRender, Status, type App } from '../app'

// A CommonJS package, whose default export Node gives as a property of its module.
const useWebSocket =
  (useWebSocketModule as unknown as { default?: typeof useWebSocketModule }).default ??
  useWebSocketModule

const addressOf = (url: string) => url.replace('http', 'ws')

function ListRow({ url, id }: { url: string; id: string }) {
  countRender()
  const { lastJsonMessage } = useWebSocket<string[] | null>(url, { share: true })
  return <Status isOnline={lastJsonMessage?.includes(id) ?? false} />
}

/** Every row hears the list of everybody online. */
export const webSocketList: App = {
  Rows: ({ url, ids }) => ids.map((id) => <ListRow key={id} url={addressOf(url)} id={id} />),
  Job({ url, onEvent }) {
    useWebSocket(addressOf(url), {
      share: true,
      onMessage: ({ data }) => onEvent(String(JSON.parse(String(data)))),
    })
    return null
  },
}
