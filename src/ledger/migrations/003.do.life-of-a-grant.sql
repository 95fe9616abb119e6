-- The life of a grant: extensions, early ends, addresses that people confirmed, and who else may be asked for help.

-- A replica of the version before may be in the middle of a transaction: what it writes is waited for, not missed. All of
-- the lock at once, because what is only strengthened later can block and be blocked.
lock table jit.requests in access exclusive mode;

-- Requests in flight become shape 3. None of them has moved, so the version stays.
update jit.requests set
  document = document
    || '{"shape": 3}'
    || case
      -- A link that has expired: the next look at the form makes another.
      when state = 'draft' then '{"link": {"number": 1, "expiresAt": 0}}'::jsonb
      -- Looked at right away; and on-call, who was not told of openings before, is not told of this one late.
      when state = 'open' then jsonb_build_object(
        'lookAt', 0,
        'told', '{"on-call/ready": {"at": 0, "why": "It opened before on-call was told of openings."}}'
          || (document -> 'told'))
      else '{}'
    end
    || case
      when document #>> '{asking,kind}' = 'form'
        then jsonb_build_object('asking', document -> 'asking' || '{"holes": []}')
      else '{}'
    end,
  wake_at = case when state = 'open' then updated_at else wake_at end
where document -> 'shape' = '2';

alter table jit.requests drop constraint requests_shape;
alter table jit.requests add constraint requests_shape check ((document -> 'shape')::integer >= 3);

-- What is open, or about to be, or to be shut: all of it, and of a machine; the newest first.
create index requests_grants on jit.requests (created_at desc, id desc)
  where state in ('approved', 'opening', 'open', 'closing');
create index requests_grants_machine on jit.requests (machine_id, created_at desc, id desc)
  where state in ('approved', 'opening', 'open', 'closing');

-- What came and went, for the daily summary: few of the trail's entries.
create index audit_turns on jit.audit (at) where kind in ('opened', 'closed', 'failed');

-- The address that a person confirmed last on the address page.
create table jit.addresses (
  person_id text primary key,
  address text not null,
  confirmed_at timestamptz not null
);

-- Where a person is written to privately: a conversation that only they and the bot read.
create table jit.personal_chats (
  person_id text primary key,
  conversation_id text not null
);

-- Keys that every replica needs and nobody has to set, made by whoever starts first.
create table jit.keys (
  purpose text primary key,
  key bytea not null check (octet_length(key) = 32)
);

-- Work that one replica at a time does: whoever holds the claim, until it runs out.
create table jit.claims (
  key text primary key,
  owner text not null,
  until_at timestamptz not null
);
