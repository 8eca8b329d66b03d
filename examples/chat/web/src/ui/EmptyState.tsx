import type { ReactNode } from 'react'
import { Icon, type IconName } from './Icon'

interface EmptyStateProps {
  title: string
  hint?: string
  icon?: IconName
  children?: ReactNode
}

export function EmptyState({ title, hint, icon, children }: EmptyStateProps) {
  return (
    <div className="empty-state">
      {icon && <Icon name={icon} />}
      <p className="empty-title">{title}</p>
      {hint && <p className="hint">{hint}</p>}
      {children}
    </div>
  )
}
