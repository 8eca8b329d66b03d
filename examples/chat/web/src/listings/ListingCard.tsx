import { useState } from 'react'
import { Icon } from '../ui/Icon'
import { useToast } from '../ui/ToastProvider'
import { ListingForm } from './ListingForm'
import type { Listing, ListingChange } from './useListings'

interface ListingCardProps {
  listing: Listing
  onSave: (id: string, change: ListingChange) => Promise<unknown>
}

const euros = new Intl.NumberFormat('en', {
  style: 'currency',
  currency: 'EUR',
  maximumFractionDigits: 0,
})

export function ListingCard({ listing, onSave }: ListingCardProps) {
  const [isEditing, setIsEditing] = useState(false)
  const [wasEdited, setWasEdited] = useState(false)
  const toast = useToast()

  const close = () => {
    setIsEditing(false)
    setWasEdited(true)
  }
  const save = async (change: ListingChange) => {
    close()
    try {
      await onSave(listing.id, change)
    } catch (error) {
      const text = error instanceof Error ? error.message : undefined
      toast({ kind: 'problem', title: `${listing.title} was not saved`, text })
    }
  }

  if (isEditing) {
    return (
      <li className="listing">
        <ListingForm listing={listing} onSave={(change) => void save(change)} onCancel={close} />
      </li>
    )
  }
  return (
    <li className="listing">
      <p className="listing-status" data-status={listing.status}>
        {listing.status}
      </p>
      <h2>{listing.title}</h2>
      <p className="hint">{listing.city}</p>
      <p className="listing-price">{euros.format(listing.price)}</p>
      <button
        className="quiet"
        aria-label={`Edit ${listing.title}`}
        autoFocus={wasEdited}
        onClick={() => setIsEditing(true)}
      >
        <Icon name="pencil" /> Edit
      </button>
    </li>
  )
}
