import useSWR from 'swr'
import { getJson, sendJson } from '../api'

export const LISTING_STATUSES = ['for sale', 'under offer', 'sold'] as const

export interface Listing {
  id: string
  title: string
  city: string
  /** Euros. */
  price: number
  status: (typeof LISTING_STATUSES)[number]
}
export type ListingChange = Partial<Omit<Listing, 'id'>>

/** The listings. They refresh in every tab of everybody when one is changed. */
export function useListings() {
  const { data: listings, error, mutate } = useSWR<Listing[], Error>('/api/property', getJson)

  return {
    listings,
    error,
    /** Shows the change at once, and takes it back if the server refuses. */
    save: (id: string, change: ListingChange) =>
      mutate(sendJson('PATCH', `/api/property/${id}`, change), {
        optimisticData: (current = []) =>
          current.map((listing) => (listing.id === id ? { ...listing, ...change } : listing)),
        populateCache: false,
      }),
  }
}
