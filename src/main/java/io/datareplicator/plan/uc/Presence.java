package io.datareplicator.plan.uc;

/** Whether an object is on the target when its tags, comments and grants are set. */
enum Presence {
  /** It was there before. */
  THERE,
  /** This run makes it, with its comments. */
  MADE,
  /** It is not there, and this run does not make it. */
  ABSENT
}
