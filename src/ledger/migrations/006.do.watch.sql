-- What a watch asks every second: which requests with a port to look at were saved lately. Few of all requests are in it.

create index requests_watched on jit.requests (updated_at) where state in ('opening', 'open', 'closing');
