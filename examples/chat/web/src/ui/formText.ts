/** The text of a form's field; a file or nothing gives an empty one. */
export function formText(form: FormData, name: string): string {
  const value = form.get(name)
  return typeof value === 'string' ? value : ''
}
