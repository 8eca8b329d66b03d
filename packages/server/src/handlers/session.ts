import { parsers } from '@monhub/realtime-protocol/parse'
import type { SessionLife } from '../sessionLife'
import type { Handlers } from './handle'

export const createSessionHandlers = (life: SessionLife): Pick<Handlers, 'session:refresh'> => ({
  'session:refresh': {
    parse: parsers['session:refresh'],
    run: ({ auth }, { session }) => life.refresh(session, auth),
  },
})
