import { useEffect, useState } from 'react'
import { Icon } from '../ui/Icon'

type Theme = 'light' | 'dark'

/** Follows the system until somebody chooses. */
export function ThemeToggle() {
  const [theme, setTheme] = useState(currentTheme)
  const other: Theme = theme === 'dark' ? 'light' : 'dark'

  useEffect(() => {
    const system = matchMedia('(prefers-color-scheme: dark)')
    const follow = () => setTheme(currentTheme())
    system.addEventListener('change', follow)
    return () => system.removeEventListener('change', follow)
  }, [])

  const choose = () => {
    localStorage.setItem('theme', other)
    document.documentElement.dataset.theme = other
    setTheme(other)
  }

  return (
    <button className="icon-button" aria-label={`Switch to the ${other} theme`} onClick={choose}>
      <Icon name={theme === 'dark' ? 'sun' : 'moon'} />
    </button>
  )
}

function currentTheme(): Theme {
  const chosen = document.documentElement.dataset.theme
  if (chosen === 'light' || chosen === 'dark') return chosen
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'
}
