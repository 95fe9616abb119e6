-- Setting JIT up: an admin's changes, from the card to the proof.

create table jit.setup_changes (
  id text primary key,
  -- Counts saves; the compare-and-set of save.
  version integer not null,
  state text not null,
  by_id text not null,
  conversation_id text not null,
  activity_id text not null,
  -- When somebody must look at it again; null: it owes nothing.
  wake_at timestamptz,
  document jsonb not null check ((document -> 'shape')::integer >= 1),
  created_at timestamptz not null,
  updated_at timestamptz not null,
  constraint setup_changes_origin unique (conversation_id, activity_id)
);

create index setup_changes_drafts on jit.setup_changes (by_id, created_at desc, id desc) where state = 'draft';
create index setup_changes_wake_at on jit.setup_changes (wake_at) where wake_at is not null;
