import { defineContract } from '@monhub/realtime-server'
import { z } from 'zod'

export const contract = defineContract({
  requests: {
    'listing:view': {
      payload: z.object({ id: z.string() }),
      result: z.object({ viewers: z.number() }),
    },
  },
  events: { 'listing:sold': z.object({ price: z.coerce.number<string>() }) },
})
