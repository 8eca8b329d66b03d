import { notFound, redirect } from 'next/navigation'
import { findPerson } from '../../../people.mjs'
import { onlinePeople } from '../../onlinePeople'
import { PresenceDot } from '../../PresenceDot'
import { currentUser } from '../../session'
import { Composer } from '../Composer'
import { Messages } from '../Messages'

export default async function ChatPage({ params }: { params: Promise<{ peerId: string }> }) {
  const peer = findPerson((await params).peerId)
  if (!peer) notFound()
  if (!(await currentUser())) redirect('/')
  const online = await onlinePeople()
  return (
    <>
      <h1>
        {peer.name} <PresenceDot userId={peer.id} wasOnline={online.includes(peer.id)} />
      </h1>
      <Messages peer={peer} />
      <Composer peerId={peer.id} />
    </>
  )
}
