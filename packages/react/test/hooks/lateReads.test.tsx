import { useChat, type UseChatResult } from '@monhub/realtime-react'
import { fireEvent, screen } from '@testing-library/react'
import { createContext, useContext, useEffect, useState, type ReactNode } from 'react'
import { describe, expect, it, vi } from 'vitest'
import { renderApp, serve } from '../support'

const textsOf = ({ messages }: UseChatResult) => messages.map(({ text }) => text).join()

async function serveOne() {
  const server = await serve()
  const says = (text: string) =>
    server.service.sendMessage({ senderId: 'bob', receiverId: 'ana', text })
  await says('one')
  return { server, says }
}

describe('a field that is first read after the render', () => {
  it('is fresh each time an event handler reads it', async () => {
    const { server, says } = await serveOne()
    const seen: string[] = []
    function Log() {
      const chat = useChat('bob')
      return <button onClick={() => seen.push(textsOf(chat))}>log</button>
    }
    renderApp(<Log />, { url: server.url, userId: 'ana' })
    const log = () => {
      fireEvent.click(screen.getByText('log'))
      return seen.at(-1)
    }
    await vi.waitFor(() => expect(log()).toBe('one'))
    await says('two')
    await vi.waitFor(() => expect(log()).toBe('one,two'))
  })

  it('runs the effect again that reads it', async () => {
    const { server, says } = await serveOne()
    const onTexts = vi.fn()
    function Log() {
      const chat = useChat('bob')
      useEffect(() => void onTexts(textsOf(chat)), [chat])
      return null
    }
    renderApp(<Log />, { url: server.url, userId: 'ana' })
    await vi.waitFor(() => expect(onTexts).toHaveBeenCalledWith('one'))
    await says('two')
    await vi.waitFor(() => expect(onTexts).toHaveBeenCalledWith('one,two'))
  })

  it('is kept in step for a component that got the result by a context', async () => {
    const { server, says } = await serveOne()
    const Chat = createContext<UseChatResult | null>(null)
    function Conversation({ children }: { children: ReactNode }) {
      return <Chat.Provider value={useChat('bob')}>{children}</Chat.Provider>
    }
    function Messages() {
      const chat = useContext(Chat)
      return <p>{chat && `${chat.status} ${textsOf(chat)}`}</p>
    }
    function Tabs() {
      const [isOpen, setOpen] = useState(false)
      return isOpen ? <Messages /> : <button onClick={() => setOpen(true)}>open</button>
    }
    const ui = (
      <Conversation>
        <Tabs />
      </Conversation>
    )
    renderApp(ui, { url: server.url, userId: 'ana' })
    fireEvent.click(await screen.findByText('open'))
    await screen.findByText('ready one')
    await says('two')
    await screen.findByText('ready one,two')
  })
})
