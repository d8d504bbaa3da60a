-- What a data folder of revision 0001 held, to be put into its tables: see test_safekeeping.
INSERT INTO workspaces(id, team_id) VALUES ('first', 'T1');
INSERT INTO lessons(seq, workspace, id, author_id, author_name, author_email, title, happened, learned, useful_when, topics, language, visibility, channel_id, extra, created_at, content_hash) VALUES
 (1, 'first', 'named', 'UANNA', NULL, NULL, 'TTL', 'We moved.', 'Lower the TTL before you move.', '', '["dns", "servers"]', 'en', 'everyone', NULL, '{"source": "wiki"}', '2026-01-02 03:04:05.000000', 'h1'),
 (2, 'first', 'hidden', 'UANNASECRET', NULL, NULL, '', 'Ik zweeg.', 'Zeg het meteen.', '', '[]', 'nl', 'anonymous', NULL, '{}', '2026-01-03 03:04:05.000000', 'h2'),
 (3, 'first', 'mailed', NULL, 'Anna Secret', 'anna@secret.nl', '', '', 'Ask twice.', '', '[]', 'en', 'anonymous', NULL, '{}', '2026-01-04 03:04:05.000000', 'h3'),
 (4, 'first', 'private', 'UBRAM', NULL, NULL, '', '', 'Only for me.', '', '[]', 'en', 'private', NULL, '{}', '2026-01-05 03:04:05.000000', 'h4'),
 (5, 'first', 'channel', 'UBRAM', NULL, NULL, '', 'Twee keer.', 'Voor wie erbij was.', 'Volgende keer.', '[]', 'nl', 'channel', 'C1', '{}', '2026-01-06 03:04:05.000000', 'h5');
INSERT INTO people(workspace, user_id, language) VALUES ('first', 'UBRAM', 'nl');
INSERT INTO verdicts(workspace, lesson_id, user_id, verdict, at) VALUES ('first', 'named', 'UBRAM', 'helpful', '2026-01-06 00:00:00.000000');
INSERT INTO questions(workspace, id, asker_id, text, text_hash, language, created_at) VALUES ('first', 'q1', 'UBRAM', 'Who moved?', 'x', 'en', '2026-01-06 00:00:00.000000');
INSERT INTO talks(workspace, id, lesson_id, asker_id, author_id, question, state, created_at) VALUES ('first', 't1', 'hidden', 'UBRAM', 'UANNASECRET', 'How?', 'asked', '2026-01-06 00:00:00.000000');
INSERT INTO claims(workspace, key, at) VALUES ('first', 'invite:1', '2026-01-06 00:00:00.000000');
INSERT INTO threads(workspace, channel, thread, question, at) VALUES ('first', 'D1', '1.1', 'Who moved?', '2026-01-06 00:00:00.000000');
INSERT INTO indexed(workspace, model, lesson_id, content_hash, passages) VALUES ('first', 'm', 'named', 'h1', 1);
