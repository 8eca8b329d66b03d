const quiet = () => {}
let isSaid = false
/** The first thing that goes wrong; what follows is mostly the same. */
const once = (fields: object, text: string) => {
  if (!isSaid) console.error(text, fields)
  isSaid = true
}

/** As with the default logger, lines below a warning are not even made. */
export const logger = {
  ...{ debug: quiet, info: quiet, warn: once, error: once },
  isLevelEnabled: (level: string) => level === 'warn' || level === 'error',
}
