import { RealtimeError } from '@monhub/realtime-react/core'

/** What asking for something gives without a connection to ask over. */
export const refuse = (what: string, why = 'nobody is signed in'): Promise<never> =>
  Promise.reject(
    new RealtimeError({ code: 'UNAUTHENTICATED', message: `unable to ${what}; ${why}` }),
  )
