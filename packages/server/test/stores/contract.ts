import { afterEach, beforeEach, describe } from 'vitest'
import type { RealtimeStore } from '../../src/stores/types'
import { describeAppend } from './contract/append'
import { describeChanges } from './contract/changes'
import { describeContent } from './contract/content'
import { describeConversations } from './contract/conversations'
import { describeErasure } from './contract/erasure'
import { describeInbox } from './contract/inbox'
import { describeDurability, describeLifetime } from './contract/lifetime'
import { describeLaw } from './contract/law'
import { describeMembers } from './contract/members'
import { describeModel } from './contract/model'
import { describePages } from './contract/pages'
import { describeReads } from './contract/reads'
import { describeVersions } from './contract/versions'

export interface OpenedStore {
  /** Empty. */
  store: RealtimeStore
  /** For durable stores: closes the store and opens what it wrote, as another process would. */
  reopen?: () => Promise<RealtimeStore>
  /** Frees everything, also what `reopen` gave and a store that was closed before. */
  close(): Promise<void>
}

/** What every store must do. `open` is called once per test, and a few times more. */
export function describeStore(name: string, open: () => Promise<OpenedStore>) {
  describe(name, async () => {
    const { reopen, close } = await open()
    await close()

    let opened: OpenedStore
    beforeEach(async () => {
      opened = await open()
    })
    afterEach(() => opened.close())
    const store = () => opened.store

    describeAppend(store)
    describeChanges(store)
    describeMembers(store)
    describePages(store)
    describeReads(store)
    describeConversations(store)
    describeInbox(store)
    describeVersions(store)
    describeContent(store)
    describeErasure(store)
    describeLifetime(store)
    describeModel(open)
    describeLaw(open)
    if (reopen) describeDurability(store, () => opened.reopen!())
  })
}
