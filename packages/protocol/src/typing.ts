export interface TypingRequest {
  senderId?: string
  receiverId?: string
  conversationId?: string
}

export interface TypingUpdate {
  userId: string
  isTyping: boolean
  conversationId: string
}
