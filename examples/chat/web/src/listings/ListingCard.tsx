import { useState } from 'react'
import { Icon } from '../ui/Icon'
import { useAttempt } from '../ui/useAttempt'
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
  const attempt = useAttempt()

  const close = () => {
    setIsEditing(false)
    setWasEdited(true)
  }
  const save = (change: ListingChange) => {
    close()
    void attempt(`${listing.title} was not saved`, onSave(listing.id, change))
  }

  if (isEditing) {
    return (
      <li className="listing">
        <ListingForm listing={listing} onSave={save} onCancel={close} />
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
