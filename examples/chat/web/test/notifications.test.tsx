import { fireEvent, screen } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { NotificationBell } from '../src/notifications/NotificationBell'
import { completeBrowser, stage } from './stage'

completeBrowser()

describe('NotificationBell', () => {
  it('counts what the server tells, until it is read', async () => {
    const realtime = stage(<NotificationBell />)
    await realtime.service.notify({
      userId: 'alice',
      type: 'proposal',
      title: 'A proposal',
      message: 'from Bob',
    })
    await screen.findByRole('button', { name: /, 1 unread/ })
    expect(screen.getByText('A proposal')).toBeDefined()
    fireEvent.click(screen.getByText('Mark read'))
    await screen.findByRole('button', { name: /, 0 unread/ })
  })
})
