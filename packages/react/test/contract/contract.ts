import { defineContract, type StandardSchema } from '@monhub/realtime-server'

declare const view: StandardSchema<{ id: string; page?: number }, { id: string; page: number }>
declare const viewers: StandardSchema<{ count: string }, { count: number; since: Date }>
declare const nothing: StandardSchema<undefined>
declare const changed: StandardSchema<number>
declare const sold: StandardSchema<{ price: string }, { price: number; at: Date; tags: string[] }>

export const listings = defineContract({
  requests: {
    'listing:view': { payload: view, result: viewers },
    'listing:ping': { payload: nothing },
  },
  events: { 'listing:sold': sold },
})

/** Of another service of the same app. */
export const prices = defineContract({ events: { 'price:changed': changed } })
