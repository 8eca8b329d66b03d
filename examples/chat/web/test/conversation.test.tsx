import { fireEvent, screen, within } from '@testing-library/react'
import { describe, expect, it, vi } from 'vitest'
import { ConnectionStatus } from '../src/connection/ConnectionStatus'
import { ChatPage } from '../src/conversation/ChatPage'
import { completeBrowser, stage } from './stage'

completeBrowser()

const write = (text: string) => {
  const box = screen.getByRole('textbox', { name: 'Message' })
  fireEvent.change(box, { target: { value: text } })
  fireEvent.keyDown(box, { key: 'Enter' })
}
const bubble = async (text: string) => {
  const item = (await screen.findByText(text)).closest('li')
  if (!item) throw new Error('the text is in no message')
  return within(item)
}

describe('ChatPage', () => {
  it('shows what the other one writes, and tells them that it was read', async () => {
    const realtime = stage(<ChatPage route={{ page: 'chat', peerId: 'bob' }} />)
    const other = realtime.person('bob')
    const read = vi.fn()
    other.client.on('message:read', read)
    await screen.findByText('Online')
    await other.type('alice')
    await screen.findByText('Bob Durand is typing')
    await other.send('alice', 'Is the flat still free?')
    await bubble('Is the flat still free?')
    expect(screen.queryByText('Bob Durand is typing')).toBeNull()
    await vi.waitFor(() => expect(read.mock.calls).toMatchObject([[{ readBy: 'alice', upTo: 1 }]]))
  })

  it('marks what one writes as sent, and then as read', async () => {
    const realtime = stage(<ChatPage route={{ page: 'chat', peerId: 'bob' }} />)
    const other = realtime.person('bob')
    await screen.findByText('Online')
    write('It is!')
    await (await bubble('It is!')).findByText('Sent')
    await other.read('alice')
    await (await bubble('It is!')).findByText('Read')
  })

  it('keeps what is written without a network, says so, and sends it once there is one', async () => {
    const realtime = stage(
      <>
        <ConnectionStatus />
        <ChatPage route={{ page: 'chat', peerId: 'bob' }} />
      </>,
    )
    const other = realtime.person('bob')
    const heard = vi.fn()
    other.client.on('message:new', heard)
    await screen.findByText('Online')
    realtime.networkOf('alice').disconnect()
    await screen.findByText('Connection lost')
    write('From the cellar')
    await (await bubble('From the cellar')).findByText('Waiting for connection')
    realtime.networkOf('alice').heal()
    await (await bubble('From the cellar')).findByText('Sent')
    await screen.findByText('Connected')
    expect(heard).toHaveBeenCalledOnce()
  })
})
