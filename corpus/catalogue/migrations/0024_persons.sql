-- Who signs in at a provider of identities (OpenID Connect) has the password '', which nobody can type.
ALTER TABLE users ADD COLUMN person TEXT;   -- whom we let in: an e-mail address, or the provider's id of a person
ALTER TABLE users ADD COLUMN subject TEXT;  -- who came: issuer, a space, and the provider's id of the person
CREATE UNIQUE INDEX users_by_person ON users (person);
CREATE UNIQUE INDEX users_by_subject ON users (subject);
