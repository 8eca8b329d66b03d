import { useTransition } from 'react'
import { sendJson } from '../api'
import type { Person } from '../people/usePeople'
import { Icon } from '../ui/Icon'
import { useToast } from '../ui/ToastProvider'

export function ProposalButton({ peer }: { peer: Person }) {
  const [isPending, startTransition] = useTransition()
  const toast = useToast()

  const propose = () => {
    startTransition(async () => {
      try {
        await sendJson('POST', '/api/proposals', { userId: peer.id })
        toast({ title: 'Proposal sent', text: `${peer.name} finds it in the inbox.` })
      } catch (error) {
        const text = error instanceof Error ? error.message : undefined
        toast({ kind: 'problem', title: 'The proposal was not sent', text })
      }
    })
  }

  return (
    <button className="header-action" onClick={propose} disabled={isPending}>
      <Icon name="proposal" />
      <span className="collapsible">Send a proposal</span>
    </button>
  )
}
