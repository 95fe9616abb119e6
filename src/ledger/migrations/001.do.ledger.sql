-- The ledger's tables. Decisions never use the database's clock: every time comes from the bot.

create table jit.requests (
  id text primary key,
  -- Counts saves; the compare-and-set of save.
  version integer not null,
  state text not null,
  requester_id text not null,
  conversation_id text not null,
  activity_id text not null,
  -- When somebody must look at it again; null: it owes nothing. The truth that jobs only hint at.
  wake_at timestamptz,
  lease_owner text,
  lease_until timestamptz,
  document jsonb not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  constraint requests_origin unique (conversation_id, activity_id)
);

create index requests_wake_at on jit.requests (wake_at) where wake_at is not null;
create index requests_requester on jit.requests (requester_id, created_at desc, id desc);

create table jit.audit (
  seq bigint generated always as identity primary key,
  at timestamptz not null,
  actor text not null,
  kind text not null,
  request_id text references jit.requests (id),
  version integer,
  facts jsonb not null
);

create index audit_request on jit.audit (request_id, seq);

create function jit.refuse_audit_change() returns trigger language plpgsql as $$
begin
  raise exception 'the audit trail is append-only: % refused', tg_op using errcode = 'restrict_violation';
end
$$;

-- Once per statement, so that it refuses even where no row would match.
create trigger audit_append_only
  before update or delete or truncate on jit.audit
  for each statement execute function jit.refuse_audit_change();

create table jit.channels (
  purpose text primary key,
  conversation_id text not null
);

create table jit.conversations (
  id text primary key,
  reference jsonb not null,
  seen_at timestamptz not null
);
