import type { IncomingMessage, ServerResponse } from 'node:http'
import { isRealtimeError, type ErrorCode, type SocketServiceAPI } from '@monhub/realtime-server'
import express, { type NextFunction, type Request, type Response } from 'express'

export interface MessageRouterOptions<Req extends IncomingMessage> {
  /** The signed-in user of a request, from your own middleware; `null` answers 401. */
  userId: (request: Req) => string | null | undefined | Promise<string | null | undefined>
}

/** What `app.use` takes, in Express 4 and 5 alike. */
export type MessageRouter = (
  request: IncomingMessage,
  response: ServerResponse,
  next: (error?: unknown) => void,
) => void

const STATUS: Partial<Record<ErrorCode, number>> = {
  BAD_PAYLOAD: 400,
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  CONFLICT: 409,
  PAYLOAD_TOO_LARGE: 413,
  STORE_UNAVAILABLE: 503,
}

/**
 * The reference's HTTP routes: `POST /send/:userId` stores and announces a message (idempotent
 * with an `Idempotency-Key` header or `clientId`), `GET /:userId` gives a page of the conversation;
 * for groups `POST /conversation/:conversationId/send` and `GET /conversation/:conversationId`.
 * Parses JSON itself and checks Origin on writes. Errors are JSON.
 */
export function createMessageRouter<Req extends IncomingMessage = IncomingMessage>(
  service: Pick<SocketServiceAPI, 'sendMessage' | 'history' | 'isOriginAllowed'>,
  options: MessageRouterOptions<Req>,
): MessageRouter {
  if (typeof (options as Partial<MessageRouterOptions<Req>> | undefined)?.userId !== 'function') {
    throw new TypeError(
      'createMessageRouter needs to know who asks: createMessageRouter(realtime, { userId: (req) => req.user?.id }).',
    )
  }
  const router = express.Router()

  router.use(
    reply(async (request) => {
      // Where this runs behind the app's own middleware, a Request is what the app says it is.
      const userId = await options.userId(request as unknown as Req)
      if (!userId) throw failure('UNAUTHENTICATED', 'Sign in first.')
      signedIn.set(request, userId)
    }),
  )

  const isWritable = reply((request) => {
    if (!service.isOriginAllowed(request)) {
      throw failure('FORBIDDEN', 'This Origin may not write; see the `origins` option.')
    }
    // A form on a foreign page can send other types without asking first.
    if (!request.is('application/json')) {
      throw failure('BAD_PAYLOAD', 'Send the message as application/json.')
    }
  })
  const send = (to: (request: Request) => { receiverId: string } | { conversationId: string }) => [
    isWritable,
    express.json({ limit: '64kb' }),
    reply(async (request) => {
      const body = asObject(request.body)
      const key = request.get('idempotency-key')
      const { message, duplicate } = await service.sendMessage({
        senderId: userOf(request),
        ...to(request),
        text: body.text as string,
        clientId: (key ?? body.clientId) as string | undefined,
        metadata: body.metadata as Record<string, unknown> | undefined,
      })
      return { success: true, message, duplicate }
    }),
  ]
  const read = (of: (request: Request) => { peerId: string } | { conversationId: string }) =>
    reply(async (request) => {
      const { messages, hasMore } = await service.history({
        userId: userOf(request),
        ...of(request),
        before: toNumber(request.query.before),
        after: toNumber(request.query.after),
        limit: toNumber(request.query.limit),
      })
      return { success: true, messages, hasMore }
    })
  const group = (request: Request) => ({ conversationId: String(request.params.conversationId) })

  router.post('/send/:userId', ...send(({ params }) => ({ receiverId: String(params.userId) })))
  router.get(
    '/:userId',
    read(({ params }) => ({ peerId: String(params.userId) })),
  )
  router.post('/conversation/:conversationId/send', ...send(group))
  router.get('/conversation/:conversationId', read(group))

  router.use((error: unknown, _request: Request, response: Response, next: NextFunction) => {
    if (response.headersSent) {
      next(error)
      return
    }
    const known = bodyError(error) ?? error
    const code = isRealtimeError(known) ? known.code : 'INTERNAL'
    const message = isRealtimeError(known) ? known.message : 'Something failed on the server.'
    response.status(STATUS[code] ?? 500).json({ success: false, error: { code, message } })
  })
  return router as unknown as MessageRouter
}

const signedIn = new WeakMap<IncomingMessage, string>()
const userOf = (request: Request): string => signedIn.get(request) ?? ''

/** Express 4 does not catch what a promise rejects with. */
const reply =
  (run: (request: Request) => unknown) =>
  (request: Request, response: Response, next: NextFunction): void => {
    Promise.resolve()
      .then(() => run(request))
      .then((body) => {
        if (body === undefined) next()
        else response.json(body)
      })
      .catch(next)
  }

const failure = (code: ErrorCode, message: string) =>
  Object.assign(new Error(message), { name: 'RealtimeError', code })

const asObject = (body: unknown): Record<string, unknown> =>
  typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {}

/** An unreadable number stays one that the parser refuses. */
const toNumber = (value: unknown) => (value === undefined ? undefined : Number(value))

function bodyError(error: unknown) {
  const type = asObject(error).type
  if (type === 'entity.too.large') return failure('PAYLOAD_TOO_LARGE', 'A message may have 64 kB.')
  if (typeof type === 'string') return failure('BAD_PAYLOAD', 'The body is not readable as JSON.')
  return undefined
}
