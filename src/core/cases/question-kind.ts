/** What somebody can be asked. */
export type QuestionKind =
  /** Somebody else says yes. */
  | 'approval'
  /** A unit says yes as well. */
  | 'agreement'
  /** A view is asked; the asker decides. */
  | 'consult'
  /** The asker's manager, or somebody with more authority, agrees that it cannot be. */
  | 'decline'
  /** The account owner and management, in parallel. */
  | 'special client'
  /** The one other look at a no. */
  | 'appeal'
  /** A commitment beyond the remit, to be honored or repaired. */
  | 'over-promise'
  /** An act beyond the book, to be approved afterwards. */
  | 'ratification'
  /** The customer goes to the other person. */
  | 'transfer';
