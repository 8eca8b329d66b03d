import { useTransition } from 'react'
import { sendJson } from '../api'
import type { Person } from '../people/usePeople'
import { Icon } from '../ui/Icon'
import { useToast } from '../ui/ToastProvider'
import { useAttempt } from '../ui/useAttempt'

export function ProposalButton({ to }: { to: Person }) {
  const [isPending, startTransition] = useTransition()
  const attempt = useAttempt()
  const toast = useToast()

  const propose = async () => {
    const sent = sendJson('POST', '/api/proposals', { userId: to.id })
    if (await attempt('The proposal was not sent', sent))
      toast({ title: 'Proposal sent', text: `${to.name} finds it in the inbox.` })
  }

  return (
    <button className="header-action" disabled={isPending} onClick={() => startTransition(propose)}>
      <Icon name="proposal" />
      <span className="collapsible">Send a proposal</span>
    </button>
  )
}
