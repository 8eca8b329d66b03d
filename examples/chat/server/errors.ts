import type { ErrorRequestHandler, RequestHandler } from 'express'
import { isValiError } from 'valibot'

/** An error whose message may be shown to whoever asked. */
export class HttpError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message)
  }
}

export const answerNotFound: RequestHandler = (request) => {
  throw new HttpError(404, 'NOT_FOUND', `There is no ${request.method} ${request.originalUrl}.`)
}

/** Answers every error as JSON, and tells strangers nothing about the unexpected ones. */
export const answerErrors: ErrorRequestHandler = (error: unknown, _request, response, next) => {
  if (response.headersSent) {
    next(error)
    return
  }
  const { status, code, message } = describe(error)
  if (status >= 500) console.error(error)
  response.status(status).json({ success: false, error: { code, message } })
}

function describe(error: unknown): Pick<HttpError, 'status' | 'code' | 'message'> {
  if (error instanceof HttpError) return error
  if (isValiError(error)) return { status: 400, code: 'BAD_PAYLOAD', message: error.message }
  if (isBodyError(error))
    return { status: error.status, code: 'BAD_PAYLOAD', message: error.message }
  return { status: 500, code: 'INTERNAL', message: 'Something went wrong.' }
}

/** What `express.json()` throws at malformed or oversized bodies. */
function isBodyError(error: unknown): error is Error & { status: number } {
  return (
    error instanceof Error &&
    'status' in error &&
    typeof error.status === 'number' &&
    error.status < 500
  )
}
