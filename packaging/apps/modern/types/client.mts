import { SocketProvider, useChat, useSocket, useSocketListener } from '@monhub/realtime-react'
import * as core from '@monhub/realtime-react/core'
import { createElement, type ReactNode } from 'react'

export function Chat(): ReactNode {
  const { socket, onlineUsers } = useSocket()
  const { messages, send } = useChat('bob')
  useSocketListener<{ title: string }>('notification:new', ({ title }) => {
    void send(title)
  })
  // @ts-expect-error Types that were lost on the way would allow this.
  const wrong: number = messages
  return `${onlineUsers.length} ${socket?.connected} ${wrong}`
}

export const app = createElement(SocketProvider, { userId: null, children: createElement(Chat) })
export type Core = typeof core
