import type { OwnStatus } from './useOwnStatus'

const STATUSES = [
  { value: 'available', label: 'Available', dot: 'online' },
  { value: 'busy', label: 'Busy', dot: 'busy' },
  { value: 'invisible', label: 'Invisible', dot: 'offline' },
] as const

interface StatusChoiceProps {
  status: OwnStatus
  onChoose: (status: OwnStatus) => void
}

export function StatusChoice({ status, onChoose }: StatusChoiceProps) {
  return (
    <fieldset className="status-choice">
      <legend className="hint">You appear</legend>
      {STATUSES.map(({ value, label, dot }) => (
        <label key={value}>
          <input
            type="radio"
            name="status"
            checked={status === value}
            onChange={() => onChoose(value)}
          />
          <span className="presence" data-appearance={dot} aria-hidden="true" />
          {label}
        </label>
      ))}
    </fieldset>
  )
}
