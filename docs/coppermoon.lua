---@meta

-- Written by `python -m cmc.runtime.reference`.

do
  ---A tar archive; every method reads it from its beginning.
  ---@class archive.TarReader
  local TarReader = {}

  ---Does nothing: the archive is open only while it is read.
  function TarReader:close() end

  ---Writes the entries into a directory, with their times, permissions and links.
  ---@param folder string
  ---@param options? table
  function TarReader:extract(folder, options) end

  ---The entries in the order of the archive: `name`, `size` (bytes), `is_dir`.
  ---@return table
  function TarReader:list() end

  ---The content of the first entry of a name, which has to be exactly as it is stored.
  ---@param name string
  ---@param options? table
  ---@return string
  function TarReader:read(name, options) end

  ---The content of an entry as a Buffer; see `read`.
  ---@param name string
  ---@param options? table
  ---@return buffer.Buffer
  function TarReader:read_buffer(name, options) end

end

do
  ---A tar archive that is being written.
  ---@class archive.TarWriterObj
  local TarWriterObj = {}

  ---Adds a file from disk, by default under its own name, with its permissions, time and owner.
  ---@param path string
  ---@param name? string
  function TarWriterObj:add(path, name) end

  ---Adds an entry with some content.
  ---@param name string
  ---@param data string|buffer.Buffer
  function TarWriterObj:add_data(name, data) end

  ---Adds all that is in a directory, with names that begin below it and a prefix before them; links are followed.
  ---@param path string
  ---@param prefix? string
  function TarWriterObj:add_dir(path, prefix) end

  ---The same as `add_data`.
  ---@param name string
  ---@param data string|buffer.Buffer
  function TarWriterObj:add_string(name, data) end

  ---Writes the end of the archive and closes it.
  function TarWriterObj:close() end

end

do
  ---A ZIP archive that is open for reading.
  ---@class archive.ZipReader
  local ZipReader = {}

  ---Closes the archive; nothing else works afterwards.
  function ZipReader:close() end

  ---Whether there is an entry of that name.
  ---@param name string
  ---@return boolean
  function ZipReader:exists(name) end

  ---Writes the entries, or those with some names, into a directory; unknown names are ignored.
  ---@param folder string
  ---@param names? table
  ---@param options? table
  function ZipReader:extract(folder, names, options) end

  ---The entries in the order of the archive: `name`, `size`, `compressed_size` (bytes), `is_dir`.
  ---@return table
  function ZipReader:list() end

  ---The content of an entry; the option `max_size` is how many bytes it may be, by default 256 MiB.
  ---@param name string
  ---@param options? table
  ---@return string
  function ZipReader:read(name, options) end

  ---The content of an entry as a Buffer; see `read`.
  ---@param name string
  ---@param options? table
  ---@return buffer.Buffer
  function ZipReader:read_buffer(name, options) end

end

do
  ---A ZIP archive that is being written.
  ---@class archive.ZipWriterObj
  local ZipWriterObj = {}

  ---Adds a file from disk, by default under its own name.
  ---@param path string
  ---@param name? string
  function ZipWriterObj:add(path, name) end

  ---Adds an entry with some content.
  ---@param name string
  ---@param data string|buffer.Buffer
  function ZipWriterObj:add_data(name, data) end

  ---Adds all that is in a directory, with names that begin below it and a prefix before them; links are followed.
  ---@param path string
  ---@param prefix? string
  function ZipWriterObj:add_dir(path, prefix) end

  ---The same as `add_data`.
  ---@param name string
  ---@param data string|buffer.Buffer
  function ZipWriterObj:add_string(name, data) end

  ---Writes the directory of the archive and closes it.
  function ZipWriterObj:close() end

end

do
  ---Bytes that a program can change, and a cursor for reading and writing.
  ---@class buffer.Buffer
  local Buffer = {}

  ---The same as `toString`.
  ---@return string
  function Buffer:bytes() end

  ---How many bytes there is memory for.
  ---@return integer
  function Buffer:capacity() end

  ---Sets all bytes to zero and the cursor to the first.
  function Buffer:clear() end

  ---Copies a range of bytes into a buffer, which grows as needed; returns how many bytes these were.
  ---@param target buffer.Buffer
  ---@param target_start? integer
  ---@param source_start? integer
  ---@param source_end? integer
  ---@return integer
  function Buffer:copy(target, target_start, source_start, source_end) end

  ---Sets a range of bytes, as far as it lies in the buffer, to a value modulo 256. A reversed range is empty.
  ---@param value integer
  ---@param start? integer
  ---@param end_? integer
  function Buffer:fill(value, start, end_) end

  ---The byte at a position.
  ---@param position integer
  ---@return integer
  function Buffer:get(position) end

  ---The number of bytes.
  ---@return integer
  function Buffer:len() end

  ---The next 8 bytes as a float.
  ---@return number
  function Buffer:readDoubleBE() end

  ---The next 8 bytes as a float.
  ---@return number
  function Buffer:readDoubleLE() end

  ---The next 4 bytes as a float.
  ---@return number
  function Buffer:readFloatBE() end

  ---The next 4 bytes as a float.
  ---@return number
  function Buffer:readFloatLE() end

  ---The next bytes as an integer ('>h' in the notation of `struct`).
  ---@return integer
  function Buffer:readInt16BE() end

  ---The next bytes as an integer ('<h' in the notation of `struct`).
  ---@return integer
  function Buffer:readInt16LE() end

  ---The next bytes as an integer ('>i' in the notation of `struct`).
  ---@return integer
  function Buffer:readInt32BE() end

  ---The next bytes as an integer ('<i' in the notation of `struct`).
  ---@return integer
  function Buffer:readInt32LE() end

  ---The next bytes as an integer ('>q' in the notation of `struct`).
  ---@return integer
  function Buffer:readInt64BE() end

  ---The next bytes as an integer ('<q' in the notation of `struct`).
  ---@return integer
  function Buffer:readInt64LE() end

  ---The next bytes as an integer ('b' in the notation of `struct`).
  ---@return integer
  function Buffer:readInt8() end

  ---The next bytes as a string.
  ---@param size integer
  ---@return string
  function Buffer:readString(size) end

  ---The next bytes as an integer ('>H' in the notation of `struct`).
  ---@return integer
  function Buffer:readUInt16BE() end

  ---The next bytes as an integer ('<H' in the notation of `struct`).
  ---@return integer
  function Buffer:readUInt16LE() end

  ---The next bytes as an integer ('>I' in the notation of `struct`).
  ---@return integer
  function Buffer:readUInt32BE() end

  ---The next bytes as an integer ('<I' in the notation of `struct`).
  ---@return integer
  function Buffer:readUInt32LE() end

  ---The next bytes as an integer ('B' in the notation of `struct`).
  ---@return integer
  function Buffer:readUInt8() end

  ---Moves the cursor to the first byte.
  function Buffer:reset() end

  ---Moves the cursor, at most right behind the last byte.
  ---@param position integer
  function Buffer:seek(position) end

  ---Changes the byte at a position, to a value modulo 256.
  ---@param position integer
  ---@param value integer
  function Buffer:set(position, value) end

  ---A new buffer with the bytes from `start` to `end`, by default to the last.
  ---@param start integer
  ---@param end_? integer
  ---@return buffer.Buffer
  function Buffer:slice(start, end_) end

  ---The position of the cursor.
  ---@return integer
  function Buffer:tell() end

  ---All bytes in base64 with padding.
  ---@return string
  function Buffer:toBase64() end

  ---All bytes in hexadecimal digits, in lower case.
  ---@return string
  function Buffer:toHex() end

  ---All bytes as a string.
  ---@return string
  function Buffer:toString() end

  ---Writes a float of 8 bytes.
  ---@param value number
  function Buffer:writeDoubleBE(value) end

  ---Writes a float of 8 bytes.
  ---@param value number
  function Buffer:writeDoubleLE(value) end

  ---Writes a float of 4 bytes.
  ---@param value number
  function Buffer:writeFloatBE(value) end

  ---Writes a float of 4 bytes.
  ---@param value number
  function Buffer:writeFloatLE(value) end

  ---Writes an integer, taken modulo 2^16.
  ---@param value integer
  function Buffer:writeInt16BE(value) end

  ---Writes an integer, taken modulo 2^16.
  ---@param value integer
  function Buffer:writeInt16LE(value) end

  ---Writes an integer, taken modulo 2^32.
  ---@param value integer
  function Buffer:writeInt32BE(value) end

  ---Writes an integer, taken modulo 2^32.
  ---@param value integer
  function Buffer:writeInt32LE(value) end

  ---Writes an integer, taken modulo 2^64.
  ---@param value integer
  function Buffer:writeInt64BE(value) end

  ---Writes an integer, taken modulo 2^64.
  ---@param value integer
  function Buffer:writeInt64LE(value) end

  ---Writes an integer, taken modulo 2^8.
  ---@param value integer
  function Buffer:writeInt8(value) end

  ---Writes the bytes of a string; returns how many they are.
  ---@param data string
  ---@return integer
  function Buffer:writeString(data) end

  ---Writes an integer, taken modulo 2^16.
  ---@param value integer
  function Buffer:writeUInt16BE(value) end

  ---Writes an integer, taken modulo 2^16.
  ---@param value integer
  function Buffer:writeUInt16LE(value) end

  ---Writes an integer, taken modulo 2^32.
  ---@param value integer
  function Buffer:writeUInt32BE(value) end

  ---Writes an integer, taken modulo 2^32.
  ---@param value integer
  function Buffer:writeUInt32LE(value) end

  ---Writes an integer, taken modulo 2^8.
  ---@param value integer
  function Buffer:writeUInt8(value) end

end

do
  ---Writes entries to its transports, which its children share.
  ---@class ember.Logger
  local Logger = {}

  ---Adds a transport to this logger and all that share its transports.
  ---@param transport table
  function Logger:addTransport(transport) end

  ---A logger with more context.
  ---@param context? table
  ---@return ember.Logger
  function Logger:child(context) end

  ---Closes all transports.
  function Logger:close() end

  ---Writes an entry of the level `debug`.
  ---@param message? any
  ---@param context? any
  function Logger:debug(message, context) end

  ---Writes an entry of the level `error`.
  ---@param message? any
  ---@param context? any
  function Logger:error(message, context) end

  ---Writes an entry of the level `fatal`.
  ---@param message? any
  ---@param context? any
  function Logger:fatal(message, context) end

  ---The name of that level.
  ---@return string
  function Logger:getLevel() end

  ---The transports, as the array that is shared.
  ---@return table
  function Logger:getTransports() end

  ---Writes an entry of the level `info`.
  ---@param message? any
  ---@param context? any
  function Logger:info(message, context) end

  ---Whether entries of a level are written.
  ---@param level? any
  ---@return boolean
  function Logger:isLevelEnabled(level) end

  ---Writes an entry of a level.
  ---@param level? any
  ---@param message? any
  ---@param context? any
  function Logger:log(level, message, context) end

  ---Removes the last transport of a name; false if there is none.
  ---@param name string
  ---@return boolean
  function Logger:removeTransport(name) end

  ---Sets the least level that is written.
  ---@param level? any
  function Logger:setLevel(level) end

  ---Writes an entry of the level `trace`.
  ---@param message? any
  ---@param context? any
  function Logger:trace(message, context) end

  ---Writes an entry of the level `warn`.
  ---@param message? any
  ---@param context? any
  function Logger:warn(message, context) end

end

do
  ---A database. Programs may replace `query`, `query_row` and `execute`, for a log of all statements for instance.
  ---@class freight.Database
  local Database = {}

  ---Creates tables, columns and indexes that are missing, and tells what it has done.
  ---@param ... freight.Model
  ---@return table
  function Database:autoMigrate(...) end

  ---Begins a transaction.
  function Database:begin() end

  ---How many rows the last change has affected.
  ---@return integer
  function Database:changes() end

  ---Closes the database.
  function Database:close() end

  ---Makes the changes of the transaction last.
  function Database:commit() end

  ---Drops the tables of models.
  ---@param ... freight.Model
  function Database:dropTables(...) end

  ---Runs a statement with values for its `?`; how many rows it has changed.
  ---@param sql string
  ---@param ... any
  ---@return integer
  function Database:execute(sql, ...) end

  ---The indexes of a table: `name`, `unique`.
  ---@param name string
  ---@return table
  function Database:indexList(name) end

  ---The id of the row that was inserted last.
  ---@return integer
  function Database:last_insert_id() end

  ---The same as `last_insert_id`.
  ---@return integer
  function Database:last_insert_rowid() end

  ---Runs a migration unless it has been run before; whether it was run now.
  ---@param name string
  ---@param up function
  ---@param down? function
  ---@return boolean
  function Database:migrate(name, up, down) end

  ---Which migrations have been run: `current_batch`, `total_migrations`, `migrations`.
  ---@return table
  function Database:migrationStatus() end

  ---A model of a table. Options: `strict`, `fillable`, `guarded`.
  ---@param table string
  ---@param fields table
  ---@param options? table
  ---@return freight.Model
  function Database:model(table, fields, options) end

  ---Whether the database answers.
  ---@return boolean
  function Database:ping() end

  ---All rows of a statement.
  ---@param sql string
  ---@param ... any
  ---@return table
  function Database:query(sql, ...) end

  ---The first row of a statement, nil if there is none.
  ---@param sql string
  ---@param ... any
  ---@return table|nil
  function Database:query_row(sql, ...) end

  ---The rows of a statement, or of one that gives none, how many rows it has changed.
  ---@param sql string
  ---@param ... any
  ---@return any
  function Database:raw(sql, ...) end

  ---Drops all tables: true, or false and why not. It must be called with true.
  ---@param confirmed? any
  ---@return any ...
  function Database:reset(confirmed) end

  ---Undoes the changes of the transaction.
  function Database:rollback() end

  ---Undoes the last batch of migrations: true, or false and why not.
  ---@param definitions? table
  ---@return any ...
  function Database:rollbackMigrations(definitions) end

  ---Whether there is a table.
  ---@param name string
  ---@return boolean
  function Database:tableExists(name) end

  ---The columns of a table: `name`, `type`, `notNull`, `default`, `primaryKey`.
  ---@param name string
  ---@return table
  function Database:tableInfo(name) end

  ---The names of all tables but those of the database and of Freight itself.
  ---@return table
  function Database:tables() end

  ---Runs a function with the database in a transaction: true, or false and the error that has undone it.
  ---@param body function
  ---@return any ...
  function Database:transaction(body) end

end

do
  ---A relation by a table in between.
  ---@class freight.ManyToMany
  local ManyToMany = {}

  ---Links a record with others, by their keys, unless it is linked already; how many links are new.
  ---@param record? any
  ---@param others? any
  ---@return integer
  function ManyToMany:attach(record, others) end

  ---Ends links of a record, all of them without `others`; how many there were.
  ---@param record? any
  ---@param others? any
  ---@return integer
  function ManyToMany:detach(record, others) end

  ---Links a record with exactly these others; how many links are new, and how many have ended.
  ---@param record? any
  ---@param others? any
  ---@return integer
  ---@return integer
  function ManyToMany:sync(record, others) end

end

do
  ---A table with its fields. Programs add methods of their own to it.
  ---@class freight.Model
  local Model = {}

  ---After a record was made.
  ---@param hook function
  ---@return freight.Model
  function Model:afterCreate(hook) end

  ---After a record was deleted.
  ---@param hook function
  ---@return freight.Model
  function Model:afterDelete(hook) end

  ---After a record was made or its changes were written.
  ---@param hook function
  ---@return freight.Model
  function Model:afterSave(hook) end

  ---After changes of a record were written.
  ---@param hook function
  ---@return freight.Model
  function Model:afterUpdate(hook) end

  ---All records.
  ---@return table
  function Model:all() end

  ---The average of a column, nil of no records.
  ---@param column string
  ---@return number|nil
  function Model:avg(column) end

  ---Before a record is made; gets the table of its values, which it may change.
  ---@param hook function
  ---@return freight.Model
  function Model:beforeCreate(hook) end

  ---Before a record is deleted.
  ---@param hook function
  ---@return freight.Model
  function Model:beforeDelete(hook) end

  ---Before a record is made or its changes are written.
  ---@param hook function
  ---@return freight.Model
  function Model:beforeSave(hook) end

  ---Before changes of a record are written.
  ---@param hook function
  ---@return freight.Model
  function Model:beforeUpdate(hook) end

  ---Records of this model have the key of the other.
  ---@param other freight.Model
  ---@param options? table
  ---@return freight.Relation
  function Model:belongsTo(other, options) end

  ---A table in between links records of both models.
  ---@param other freight.Model
  ---@param options? table
  ---@return freight.Relation
  function Model:belongsToMany(other, options) end

  ---The number of records, or of those whose column has a value.
  ---@param column? string
  ---@return integer
  function Model:count(column) end

  ---Makes a record and writes it.
  ---@param data? table
  ---@return freight.Record
  function Model:create(data) end

  ---Every row once.
  ---@return freight.Query
  function Model:distinct() end

  ---The record with a primary key, nil if there is none.
  ---@param key? any
  ---@return freight.Record|nil
  function Model:find(key) end

  ---The same as `all`.
  ---@return table
  function Model:findAll() end

  ---The record with a primary key; an error if there is none.
  ---@param key? any
  ---@return freight.Record
  function Model:findOrFail(key) end

  ---The first record whose field has a value, nil if there is none.
  ---@param field string
  ---@param value? any
  ---@return freight.Record|nil
  function Model:find_by(field, value) end

  ---The record with the lowest primary key, nil if there is none.
  ---@return freight.Record|nil
  function Model:first() end

  ---The first record with these values, or a new one with these and others; whether it is new.
  ---@param search table
  ---@param data? table
  ---@return freight.Record
  ---@return boolean
  function Model:firstOrCreate(search, data) end

  ---The same, but a new record is not written.
  ---@param search table
  ---@param data? table
  ---@return freight.Record
  ---@return boolean
  function Model:firstOrNew(search, data) end

  ---One row for each value of the columns.
  ---@param ... string
  ---@return freight.Query
  function Model:groupBy(...) end

  ---Records of another model have the key of this one; a record's `<as>()` gives all of them.
  ---@param other freight.Model
  ---@param options? table
  ---@return freight.Relation
  function Model:hasMany(other, options) end

  ---The same for one record at most.
  ---@param other freight.Model
  ---@param options? table
  ---@return freight.Relation
  function Model:hasOne(other, options) end

  ---Groups for which a condition holds.
  ---@param condition string
  ---@param ... any
  ---@return freight.Query
  function Model:having(condition, ...) end

  ---With the records of relations, which are loaded together; `posts.comments` names one of a relation.
  ---@param ... string
  ---@return freight.Query
  function Model:include(...) end

  ---With the rows of another table that belong to each row.
  ---@param table string
  ---@param on string
  ---@return freight.Query
  function Model:join(table, on) end

  ---The record with the highest primary key, nil if there is none.
  ---@return freight.Record|nil
  function Model:last() end

  ---The same, keeping rows to which none belongs.
  ---@param table string
  ---@param on string
  ---@return freight.Query
  function Model:leftJoin(table, on) end

  ---So many rows at most.
  ---@param count integer
  ---@return freight.Query
  function Model:limit(count) end

  ---The greatest value of a column, nil of no records.
  ---@param column string
  ---@return any
  function Model:max(column) end

  ---The least value of a column, nil of no records.
  ---@param column string
  ---@return any
  function Model:min(column) end

  ---Without the first rows.
  ---@param count integer
  ---@return freight.Query
  function Model:offset(count) end

  ---Only rows that are marked as deleted.
  ---@return freight.Query
  function Model:onlyDeleted() end

  ---Rows for which the conditions so far hold, or this one.
  ---@param condition? any
  ---@param ... any
  ---@return freight.Query
  function Model:orWhere(condition, ...) end

  ---Ordered by a column too, ASC or DESC.
  ---@param column string
  ---@param direction? string
  ---@return freight.Query
  function Model:orderBy(column, direction) end

  ---Ordered by a column too, falling.
  ---@param column string
  ---@return freight.Query
  function Model:orderByDesc(column) end

  ---A page of rows; pages are counted from 1.
  ---@param page integer
  ---@param per_page integer
  ---@return freight.Query
  function Model:paginate(page, per_page) end

  ---The same as `include`.
  ---@param ... string
  ---@return freight.Query
  function Model:preload(...) end

  ---The same, keeping rows of the other table that belong to none.
  ---@param table string
  ---@param on string
  ---@return freight.Query
  function Model:rightJoin(table, on) end

  ---Only some columns, or expressions with AS.
  ---@param ... string
  ---@return freight.Query
  function Model:select(...) end

  ---The sum of a column, 0 of no records.
  ---@param column string
  ---@return number
  function Model:sum(column) end

  ---Rows for which a condition holds as well: a table of columns and values, or SQL with values for its `?`.
  ---@param condition? any
  ---@param ... any
  ---@return freight.Query
  function Model:where(condition, ...) end

  ---Rows whose column is in a range, both ends included.
  ---@param column string
  ---@param low? any
  ---@param high? any
  ---@return freight.Query
  function Model:whereBetween(column, low, high) end

  ---Rows whose column has one of the values.
  ---@param column string
  ---@param values table
  ---@return freight.Query
  function Model:whereIn(column, values) end

  ---Rows whose column matches a pattern of LIKE.
  ---@param column string
  ---@param pattern string
  ---@return freight.Query
  function Model:whereLike(column, pattern) end

  ---Rows whose column has none of the values.
  ---@param column string
  ---@param values table
  ---@return freight.Query
  function Model:whereNotIn(column, values) end

  ---Rows whose column has a value.
  ---@param column string
  ---@return freight.Query
  function Model:whereNotNull(column) end

  ---Rows whose column has no value.
  ---@param column string
  ---@return freight.Query
  function Model:whereNull(column) end

  ---The same as `include`.
  ---@param ... string
  ---@return freight.Query
  function Model:with(...) end

  ---Also rows that are marked as deleted.
  ---@return freight.Query
  function Model:withDeleted() end

end

do
  ---A query for records of a model.
  ---@class freight.Query
  local Query = {}

  ---The records.
  ---@return table
  function Query:all() end

  ---The average of a column, nil of no rows.
  ---@param column string
  ---@return number|nil
  function Query:avg(column) end

  ---The number of rows, or of those whose column has a value.
  ---@param column? string
  ---@return integer
  function Query:count(column) end

  ---Deletes all rows, without hooks, or marks them as deleted; how many there were.
  ---@return integer
  function Query:delete() end

  ---Every row once.
  ---@return freight.Query
  function Query:distinct() end

  ---Whether there is a record.
  ---@return boolean
  function Query:exists() end

  ---The same as `all`.
  ---@return table
  function Query:findAll() end

  ---The first record, nil if there is none.
  ---@return any
  function Query:first() end

  ---The first record; an error if there is none.
  ---@return any
  function Query:firstOrFail() end

  ---Deletes all rows, also where others are marked only; how many there were.
  ---@return integer
  function Query:forceDelete() end

  ---The same as `all`.
  ---@return table
  function Query:get() end

  ---One row for each value of the columns.
  ---@param ... string
  ---@return freight.Query
  function Query:groupBy(...) end

  ---Groups for which a condition holds.
  ---@param condition string
  ---@param ... any
  ---@return freight.Query
  function Query:having(condition, ...) end

  ---With the records of relations, which are loaded together; `posts.comments` names one of a relation.
  ---@param ... string
  ---@return freight.Query
  function Query:include(...) end

  ---With the rows of another table that belong to each row.
  ---@param table string
  ---@param on string
  ---@return freight.Query
  function Query:join(table, on) end

  ---The same, keeping rows to which none belongs.
  ---@param table string
  ---@param on string
  ---@return freight.Query
  function Query:leftJoin(table, on) end

  ---So many rows at most.
  ---@param count integer
  ---@return freight.Query
  function Query:limit(count) end

  ---The greatest value of a column, nil of no rows.
  ---@param column string
  ---@return any
  function Query:max(column) end

  ---The least value of a column, nil of no rows.
  ---@param column string
  ---@return any
  function Query:min(column) end

  ---Without the first rows.
  ---@param count integer
  ---@return freight.Query
  function Query:offset(count) end

  ---Only rows that are marked as deleted.
  ---@return freight.Query
  function Query:onlyDeleted() end

  ---Rows for which the conditions so far hold, or this one.
  ---@param condition? any
  ---@param ... any
  ---@return freight.Query
  function Query:orWhere(condition, ...) end

  ---Ordered by a column too, ASC or DESC.
  ---@param column string
  ---@param direction? string
  ---@return freight.Query
  function Query:orderBy(column, direction) end

  ---Ordered by a column too, falling.
  ---@param column string
  ---@return freight.Query
  function Query:orderByDesc(column) end

  ---A page of rows; pages are counted from 1.
  ---@param page integer
  ---@param per_page integer
  ---@return freight.Query
  function Query:paginate(page, per_page) end

  ---The same as `include`.
  ---@param ... string
  ---@return freight.Query
  function Query:preload(...) end

  ---Takes the mark off rows that are marked as deleted; how many there were.
  ---@return integer
  function Query:restore() end

  ---The same, keeping rows of the other table that belong to none.
  ---@param table string
  ---@param on string
  ---@return freight.Query
  function Query:rightJoin(table, on) end

  ---Only some columns, or expressions with AS.
  ---@param ... string
  ---@return freight.Query
  function Query:select(...) end

  ---The sum of a column, 0 of no rows.
  ---@param column string
  ---@return number
  function Query:sum(column) end

  ---The SQL of the query, and the values for its placeholders.
  ---@return string
  ---@return table
  function Query:toSql() end

  ---Changes all rows, without hooks; how many there were.
  ---@param changes table
  ---@return integer
  function Query:update(changes) end

  ---Rows for which a condition holds as well: a table of columns and values, or SQL with values for its `?`.
  ---@param condition? any
  ---@param ... any
  ---@return freight.Query
  function Query:where(condition, ...) end

  ---Rows whose column is in a range, both ends included.
  ---@param column string
  ---@param low? any
  ---@param high? any
  ---@return freight.Query
  function Query:whereBetween(column, low, high) end

  ---Rows whose column has one of the values.
  ---@param column string
  ---@param values table
  ---@return freight.Query
  function Query:whereIn(column, values) end

  ---Rows whose column matches a pattern of LIKE.
  ---@param column string
  ---@param pattern string
  ---@return freight.Query
  function Query:whereLike(column, pattern) end

  ---Rows whose column has none of the values.
  ---@param column string
  ---@param values table
  ---@return freight.Query
  function Query:whereNotIn(column, values) end

  ---Rows whose column has a value.
  ---@param column string
  ---@return freight.Query
  function Query:whereNotNull(column) end

  ---Rows whose column has no value.
  ---@param column string
  ---@return freight.Query
  function Query:whereNull(column) end

  ---The same as `include`.
  ---@param ... string
  ---@return freight.Query
  function Query:with(...) end

  ---Also rows that are marked as deleted.
  ---@return freight.Query
  function Query:withDeleted() end

end

do
  ---A row of a model's table.
  ---@class freight.Record
  local Record = {}

  ---The same as `deleteInstance`.
  ---@return boolean
  function Record:delete() end

  ---Deletes the row, or marks it as deleted; the record keeps its values.
  ---@return boolean
  function Record:deleteInstance() end

  ---Deletes the row, without hooks, also where others are marked only.
  ---@return boolean
  function Record:forceDelete() end

  ---Reads the record again.
  ---@return freight.Record
  function Record:reload() end

  ---Takes the mark off a row that is marked as deleted.
  ---@return freight.Record
  function Record:restore() end

  ---Writes the record: as a new row, or the columns that have changed.
  ---@return freight.Record
  function Record:save() end

  ---Changes columns and writes them.
  ---@param changes table
  ---@return freight.Record
  function Record:update(changes) end

end

do
  ---A relation of a model to another.
  ---@class freight.Relation
  local Relation = {}

end

do
  ---A web application.
  ---@class honeymoon.Application
  ---@field _VERSION string
  ---@field _error_handlers table
  ---@field _middleware table
  ---@field _routes table
  ---@field _settings table
  ---@field views honeymoon.ViewEngine
  local Application = {}

  ---Registers handlers for every method.
  ---@param path string
  ---@param ... any
  ---@return honeymoon.Application
  function Application:all(path, ...) end

  ---Ends `listen` when the requests that are being handled have been answered; may be called by a handler.
  function Application:close() end

  ---Registers handlers for DELETE.
  ---@param path string
  ---@param ... any
  ---@return honeymoon.Application
  function Application:delete(path, ...) end

  ---Sets a setting to false.
  ---@param key string
  ---@return honeymoon.Application
  function Application:disable(key) end

  ---Whether a setting is false or was never stored.
  ---@param key string
  ---@return boolean
  function Application:disabled(key) end

  ---Sets a setting to true.
  ---@param key string
  ---@return honeymoon.Application
  function Application:enable(key) end

  ---Whether a setting is true.
  ---@param key string
  ---@return boolean
  function Application:enabled(key) end

  ---Registers a function that answers after errors; it gets error, request, response and traceback.
  ---@param handler function
  ---@return honeymoon.Application
  function Application:error(handler) end

  ---Registers handlers for GET.
  ---@param path string
  ---@param ... any
  ---@return honeymoon.Application
  function Application:get(path, ...) end

  ---A setting, nil if it was never stored.
  ---@param key string
  ---@return any
  function Application:get_setting(key) end

  ---Registers handlers for HEAD.
  ---@param path string
  ---@param ... any
  ---@return honeymoon.Application
  function Application:head(path, ...) end

  ---Serves requests until the program is told to stop: `listen([port [, host]] [, callback])`.
  ---@param port? integer
  ---@param ... string|function
  function Application:listen(port, ...) end

  ---Adds what a router has below a path; what it gets later does not count.
  ---@param path string
  ---@param router honeymoon.Router
  ---@return honeymoon.Application
  function Application:mount(path, router) end

  ---Registers handlers for OPTIONS.
  ---@param path string
  ---@param ... any
  ---@return honeymoon.Application
  function Application:options(path, ...) end

  ---Registers handlers for PATCH.
  ---@param path string
  ---@param ... any
  ---@return honeymoon.Application
  function Application:patch(path, ...) end

  ---Registers handlers for POST.
  ---@param path string
  ---@param ... any
  ---@return honeymoon.Application
  function Application:post(path, ...) end

  ---Registers handlers for PUT.
  ---@param path string
  ---@param ... any
  ---@return honeymoon.Application
  function Application:put(path, ...) end

  ---Registers handlers for a method and a path.
  ---@param method string
  ---@param path string
  ---@param ... any
  ---@return honeymoon.Application
  function Application:route(method, path, ...) end

  ---A new router, which is not mounted.
  ---@return honeymoon.Router
  function Application:router() end

  ---Stores a setting; `views` is the folder of the templates as well.
  ---@param key string
  ---@param value? any
  ---@return honeymoon.Application
  function Application:set(key, value) end

  ---Registers middleware for all paths or those below one, error middleware, or routers.
  ---@param ... any
  ---@return honeymoon.Application
  function Application:use(...) end

  ---Registers a handler for WebSockets: it gets the socket and the request, and the socket closes at its end.
  ---@param path string
  ---@param handler function
  ---@return honeymoon.Application
  function Application:ws(path, handler) end

end

do
  ---The body of a response that is being sent.
  ---@class honeymoon.BodyWriter
  local BodyWriter = {}

  ---Sends a piece; waits while the client is slow. false if the client has gone.
  ---@param text string
  ---@return boolean
  function BodyWriter:write(text) end

end

do
  ---Server-sent events (HTML specification, section 9.2).
  ---@class honeymoon.EventWriter
  local EventWriter = {}

  ---Sends a comment, which keeps the connection open. false if the client has gone.
  ---@param text? string
  ---@return boolean
  function EventWriter:comment(text) end

  ---Tells the client how long to wait before it connects again.
  ---@param milliseconds integer
  ---@return boolean
  function EventWriter:retry(milliseconds) end

  ---Sends an event; tables go as JSON. false if the client has gone.
  ---@param data? any
  ---@param event? string
  ---@param id? string
  ---@return boolean
  function EventWriter:send(data, event, id) end

end

do
  ---Data by session id, until it expires.
  ---@class honeymoon.MemoryStore
  local MemoryStore = {}

  ---The ids of all sessions.
  ---@return table
  function MemoryStore:all() end

  ---Drops all sessions.
  function MemoryStore:clear() end

  ---Drops a session.
  ---@param id string
  function MemoryStore:destroy(id) end

  ---Whether there is a session that has not expired.
  ---@param id string
  ---@return boolean
  function MemoryStore:exists(id) end

  ---A copy of a session's data.
  ---@param id string
  ---@return table|nil
  function MemoryStore:get(id) end

  ---The number of sessions.
  ---@return integer
  function MemoryStore:length() end

  ---Keeps a copy of a session's data for so many seconds.
  ---@param id string
  ---@param data table
  ---@param ttl? number
  function MemoryStore:set(id, data, ttl) end

  ---Has a session expire in so many seconds from now.
  ---@param id string
  ---@param ttl? number
  function MemoryStore:touch(id, ttl) end

end

do
  ---A request as handlers get it.
  ---@class honeymoon.Request
  ---@field app honeymoon.Application
  ---@field baseUrl string
  ---@field body string
  ---@field cache table|nil
  ---@field files table
  ---@field headers table
  ---@field hostname string
  ---@field ip string
  ---@field method string
  ---@field params table
  ---@field path string
  ---@field protocol string
  ---@field query table
  ---@field secure boolean
  ---@field xhr boolean
  local Request = {}

  ---The first of some types that the client accepts; short names stand for `json`, `html`, `text` and `xml`.
  ---@param types string|table
  ---@return string|nil
  function Request:accepts(types) end

  ---The value of a cookie.
  ---@param name string
  ---@return string|nil
  function Request:cookie(name) end

  ---The cookies by their names.
  ---@return table
  function Request:cookies() end

  ---The pairs of a form, without its files; an empty table for other content types.
  ---@return any
  function Request:form() end

  ---Whether the request is conditional.
  ---@return boolean
  function Request:fresh() end

  ---A header, whatever the case of its name.
  ---@param name string
  ---@return string|nil
  function Request:get(name) end

  ---Whether a header was sent.
  ---@param name string
  ---@return boolean
  function Request:has(name) end

  ---The first of some types that the content type is.
  ---@param types string|table
  ---@return string|nil
  function Request:is(types) end

  ---The value of a JSON body; an empty table for other content types and for malformed texts.
  ---@return any
  function Request:json() end

  ---Path and query as the client has sent them.
  ---@return string
  function Request:originalUrl() end

  ---A parameter of the path, the query or the parsed body; the default if there is none.
  ---@param name string
  ---@param default? any
  ---@return any
  function Request:param(name, default) end

  ---The byte ranges that are asked for, as tables with `start` and `end`; nil if there are none.
  ---@param size integer
  ---@return table|nil
  function Request:range(size) end

  ---Whether the request is not conditional.
  ---@return boolean
  function Request:stale() end

  ---The body as a schema has it.
  ---@param schema honeymoon.Schema
  ---@return table
  function Request:validate(schema) end

  ---The parameters of the path as a schema has them; raises as `validate` does.
  ---@param schema honeymoon.Schema
  ---@return table
  function Request:validateParams(schema) end

  ---The query as a schema has it; raises as `validate` does.
  ---@param schema honeymoon.Schema
  ---@return table
  function Request:validateQuery(schema) end

end

do
  ---A response as handlers fill it; it goes to the client when the handlers have ended.
  ---@class honeymoon.Response
  ---@field app honeymoon.Application
  ---@field locals table
  local Response = {}

  ---Gives a header one more value.
  ---@param name string
  ---@param value? any
  ---@return honeymoon.Response
  function Response:append(name, value) end

  ---Sends the client back where it came from, if that is on the same host, else to `fallback`.
  ---@param fallback? string
  ---@return honeymoon.Response
  function Response:back(fallback) end

  ---Sets `Cache-Control`, by its text or from options.
  ---@param options string|table
  ---@return honeymoon.Response
  function Response:cache(options) end

  ---Has the client remove a cookie; path and domain must be those that it was set with.
  ---@param name string
  ---@param options? table
  ---@return honeymoon.Response
  function Response:clearCookie(name, options) end

  ---Sets a cookie; of several with one name, the last goes to the client.
  ---@param name string
  ---@param value? any
  ---@param options? table
  ---@return honeymoon.Response
  function Response:cookie(name, value, options) end

  ---Sends a file that the client is to store.
  ---@param path string
  ---@param filename? string
  ---@return honeymoon.Response
  function Response:download(path, filename) end

  ---Sends an error as JSON.
  ---@param status integer
  ---@param message? string
  ---@param code? string
  ---@return honeymoon.Response
  function Response:error(status, message, code) end

  ---Sends an error as a page.
  ---@param status integer
  ---@param message? string
  ---@param stack? string
  ---@return honeymoon.Response
  function Response:errorPage(status, message, stack) end

  ---Sets the entity tag.
  ---@param tag string
  ---@param weak? boolean
  ---@return honeymoon.Response
  function Response:etag(tag, weak) end

  ---Calls the handler for the content type that the client likes best; 406 if it wants none of them.
  ---@param handlers table
  ---@return honeymoon.Response
  function Response:format(handlers) end

  ---A header that is set: a string, or an array if it has several values.
  ---@param name string
  ---@return any
  function Response:get(name) end

  ---The status.
  ---@return integer
  function Response:getStatus() end

  ---Sets a header; without a value, gives it.
  ---@param name string
  ---@param value? any
  ---@return any
  function Response:header(name, value) end

  ---Sets several headers.
  ---@param values table
  ---@return honeymoon.Response
  function Response:headers(values) end

  ---Sends HTML.
  ---@param text? any
  ---@return honeymoon.Response
  function Response:html(text) end

  ---Sends a file that the client is to show.
  ---@param path string
  ---@param filename? string
  ---@return honeymoon.Response
  function Response:inline(path, filename) end

  ---Sends a value as JSON.
  ---@param data? any
  ---@return honeymoon.Response
  function Response:json(data) end

  ---Sets the time of the last change, in seconds since the epoch.
  ---@param seconds number
  ---@return honeymoon.Response
  function Response:lastModified(seconds) end

  ---Sets `Link`, from addresses by relation.
  ---@param values table
  ---@return honeymoon.Response
  function Response:links(values) end

  ---Forbids caches to keep the response.
  ---@return honeymoon.Response
  function Response:noCache() end

  ---Sends the client to another place.
  ---@param url string
  ---@param status? integer
  ---@return honeymoon.Response
  function Response:redirect(url, status) end

  ---Removes a header.
  ---@param name string
  ---@return honeymoon.Response
  function Response:remove(name) end

  ---Sends a template as HTML, with `locals` and `data`, whose fields win.
  ---@param name string
  ---@param data? table
  ---@return honeymoon.Response
  function Response:render(name, data) end

  ---Gives the body; only the first time counts. Tables go as JSON, other values as text.
  ---@param body? any
  ---@return honeymoon.Response
  function Response:send(body) end

  ---Sends a file, its content type by its name; 404 if it cannot be read.
  ---@param path string
  ---@return honeymoon.Response
  function Response:sendFile(path) end

  ---Whether a body has been given.
  ---@return boolean
  function Response:sent() end

  ---Sets a header; an array gives it several values.
  ---@param name string
  ---@param value? any
  ---@return honeymoon.Response
  function Response:set(name, value) end

  ---Sends server-sent events while `writer` runs: the function gets an object with
  ---@param writer function
  ---@return honeymoon.Response
  function Response:sse(writer) end

  ---Sets the status.
  ---@param code integer
  ---@return honeymoon.Response
  function Response:status(code) end

  ---Sends a body while `writer` makes it: the function gets an object with `write(text)`, which waits for slow
  ---@param writer function
  ---@return honeymoon.Response
  function Response:stream(writer) end

  ---Sends plain text.
  ---@param text? any
  ---@return honeymoon.Response
  function Response:text(text) end

  ---Sets the content type, by its name or as `json`, `html`, `text`, `xml`.
  ---@param name string
  ---@return honeymoon.Response
  function Response:type(name) end

  ---Sends messages by field as an error of status 422.
  ---@param errors? any
  ---@return honeymoon.Response
  function Response:validationError(errors) end

  ---Adds request headers on which the response depends.
  ---@param fields string|table
  ---@return honeymoon.Response
  function Response:vary(fields) end

  ---Sends XML.
  ---@param text? any
  ---@return honeymoon.Response
  function Response:xml(text) end

end

do
  ---Registers handlers for one path of a router.
  ---@class honeymoon.RouteBuilder
  local RouteBuilder = {}

  ---Registers handlers for every method.
  ---@param ... any
  ---@return honeymoon.RouteBuilder
  function RouteBuilder:all(...) end

  ---Registers handlers for DELETE.
  ---@param ... any
  ---@return honeymoon.RouteBuilder
  function RouteBuilder:delete(...) end

  ---Registers handlers for GET.
  ---@param ... any
  ---@return honeymoon.RouteBuilder
  function RouteBuilder:get(...) end

  ---Registers handlers for HEAD.
  ---@param ... any
  ---@return honeymoon.RouteBuilder
  function RouteBuilder:head(...) end

  ---Registers handlers for OPTIONS.
  ---@param ... any
  ---@return honeymoon.RouteBuilder
  function RouteBuilder:options(...) end

  ---Registers handlers for PATCH.
  ---@param ... any
  ---@return honeymoon.RouteBuilder
  function RouteBuilder:patch(...) end

  ---Registers handlers for POST.
  ---@param ... any
  ---@return honeymoon.RouteBuilder
  function RouteBuilder:post(...) end

  ---Registers handlers for PUT.
  ---@param ... any
  ---@return honeymoon.RouteBuilder
  function RouteBuilder:put(...) end

end

do
  ---Routes and middleware, to be mounted on an application or another router.
  ---@class honeymoon.Router
  local Router = {}

  ---Registers handlers for every method.
  ---@param path string
  ---@param ... any
  ---@return honeymoon.Router
  function Router:all(path, ...) end

  ---Registers handlers for DELETE.
  ---@param path string
  ---@param ... any
  ---@return honeymoon.Router
  function Router:delete(path, ...) end

  ---Registers handlers for GET.
  ---@param path string
  ---@param ... any
  ---@return honeymoon.Router
  function Router:get(path, ...) end

  ---The middleware as an array of tables.
  ---@return table
  function Router:getMiddleware() end

  ---The routes as an array of tables.
  ---@return table
  function Router:getRoutes() end

  ---Registers handlers for HEAD.
  ---@param path string
  ---@param ... any
  ---@return honeymoon.Router
  function Router:head(path, ...) end

  ---Mounts another router below a path.
  ---@param path string
  ---@param router? any
  ---@return honeymoon.Router
  function Router:mount(path, router) end

  ---Registers handlers for OPTIONS.
  ---@param path string
  ---@param ... any
  ---@return honeymoon.Router
  function Router:options(path, ...) end

  ---Registers handlers for PATCH.
  ---@param path string
  ---@param ... any
  ---@return honeymoon.Router
  function Router:patch(path, ...) end

  ---Registers handlers for POST.
  ---@param path string
  ---@param ... any
  ---@return honeymoon.Router
  function Router:post(path, ...) end

  ---Registers handlers for PUT.
  ---@param path string
  ---@param ... any
  ---@return honeymoon.Router
  function Router:put(path, ...) end

  ---Registers handlers for a method and a path.
  ---@param method string
  ---@param path string
  ---@param ... any
  ---@return honeymoon.Router
  function Router:route(method, path, ...) end

  ---An object whose methods register handlers for one path.
  ---@param path string
  ---@return honeymoon.RouteBuilder
  function Router:routePath(path) end

  ---Registers middleware or routers, for all paths or below one.
  ---@param ... any
  ---@return honeymoon.Router
  function Router:use(...) end

end

do
  ---Rules for the fields of a table.
  ---@class honeymoon.Schema
  local Schema = {}

  ---The schema with more fields.
  ---@param fields table
  ---@return honeymoon.Schema
  function Schema:extend(fields) end

  ---The schema without some of its fields.
  ---@param names table
  ---@return honeymoon.Schema
  function Schema:omit(names) end

  ---The schema with all fields optional and, but with the option `keepDefaults`, without defaults.
  ---@param options? table
  ---@return honeymoon.Schema
  function Schema:partial(options) end

  ---The schema with some of its fields only.
  ---@param names table
  ---@return honeymoon.Schema
  function Schema:pick(names) end

  ---true and the cleaned data, or false, nil and the messages by field. Fields without rules are dropped.
  ---@param data? any
  ---@return boolean
  ---@return any
  ---@return any
  function Schema:validate(data) end

end

do
  ---The data of a session: what the program puts into the table. Names that begin with `_` are the session's own.
  ---@class honeymoon.Session
  local Session = {}

  ---A copy of all values.
  ---@return table
  function Session:all() end

  ---Removes all messages.
  function Session:clearFlash() end

  ---Removes the session from the store and from the client.
  function Session:destroy() end

  ---Leaves a message for the next request.
  ---@param key string
  ---@param value? any
  function Session:flash(key, value) end

  ---Removes a value.
  ---@param key string
  function Session:forget(key) end

  ---A value, the default if there is none.
  ---@param key string
  ---@param default? any
  ---@return any
  function Session:get(key, default) end

  ---A message, which is removed.
  ---@param key string
  ---@return any
  function Session:getFlash(key) end

  ---The id of the session.
  ---@return string
  function Session:getId() end

  ---Whether there is a value.
  ---@param key string
  ---@return boolean
  function Session:has(key) end

  ---Gives the session a new id, and keeps its data if asked to; the id.
  ---@param keep? any
  ---@return string
  function Session:regenerate(keep) end

  ---Stores the data.
  function Session:save() end

  ---Stores a value.
  ---@param key string
  ---@param value? any
  function Session:set(key, value) end

end

do
  ---Hands templates to an engine: `vein`, or an object of the program with the same methods.
  ---@class honeymoon.ViewEngine
  ---@field options table
  local ViewEngine = {}

  ---Has templates read and compiled again.
  function ViewEngine:clearCache() end

  ---Defines a component.
  ---@param name string|table
  ---@param template? any
  ---@return honeymoon.ViewEngine
  function ViewEngine:component(name, template) end

  ---Defines a filter.
  ---@param name string|table
  ---@param function_? any
  ---@return honeymoon.ViewEngine
  function ViewEngine:filter(name, function_) end

  ---Defines a value, or several, for all templates.
  ---@param key string|table
  ---@param value? any
  ---@return honeymoon.ViewEngine
  function ViewEngine:global(key, value) end

  ---Defines a function for templates.
  ---@param name string|table
  ---@param function_? any
  ---@return honeymoon.ViewEngine
  function ViewEngine:helper(name, function_) end

  ---The text of a template with data; `app` is the application in it.
  ---@param name string
  ---@param data? table
  ---@return string
  function ViewEngine:render(name, data) end

  ---The text of a template that is given itself.
  ---@param template string
  ---@param data? table
  ---@return string
  function ViewEngine:renderString(template, data) end

  ---Sets an option, or several.
  ---@param key string|table
  ---@param value? any
  ---@return honeymoon.ViewEngine
  function ViewEngine:set(key, value) end

  ---Chooses the engine.
  ---@param name string
  ---@param engine? any
  ---@return honeymoon.ViewEngine
  function ViewEngine:use(name, engine) end

end

do
  ---A request and its answer, as handlers get them.
  ---@class http.Context
  ---@field body string
  ---@field headers table
  ---@field query table
  local Context = {}

  ---Answers with HTML.
  ---@param text string
  ---@return http.Context
  function Context:html(text) end

  ---Answers with JSON.
  ---@param value? any
  ---@return http.Context
  function Context:json(value) end

  ---Sets the status.
  ---@param code integer
  ---@return http.Context
  function Context:status(code) end

  ---Answers with plain text.
  ---@param text string
  ---@return http.Context
  function Context:text(text) end

end

do
  ---Keeps the cookies that servers set, each for the hosts and paths that it was set for, until it expires.
  ---@class http.HttpSession
  local HttpSession = {}

  ---Forgets all cookies.
  function HttpSession:clear_cookies() end

  ---Sends a DELETE request with the session's cookies.
  ---@param url string
  ---@param opts? table
  ---@return http.Response
  function HttpSession:delete(url, opts) end

  ---Sends a GET request with the session's cookies.
  ---@param url string
  ---@param opts? table
  ---@return http.Response
  function HttpSession:get(url, opts) end

  ---The value of a cookie.
  ---@param name string
  ---@return string|nil
  function HttpSession:get_cookie(name) end

  ---All cookies by their names.
  ---@return table
  function HttpSession:get_cookies() end

  ---Sends a PATCH request with the session's cookies.
  ---@param url string
  ---@param body? string
  ---@param opts? table
  ---@return http.Response
  function HttpSession:patch(url, body, opts) end

  ---Sends a POST request with the session's cookies.
  ---@param url string
  ---@param body? string
  ---@param opts? table
  ---@return http.Response
  function HttpSession:post(url, body, opts) end

  ---Sends a PUT request with the session's cookies.
  ---@param url string
  ---@param body? string
  ---@param opts? table
  ---@return http.Response
  function HttpSession:put(url, body, opts) end

  ---Sends a request with the session's cookies; options as for `http.request`.
  ---@param opts table
  ---@return http.Response
  function HttpSession:request(opts) end

  ---Sets a cookie for all hosts.
  ---@param name string
  ---@param value string
  function HttpSession:set_cookie(name, value) end

end

do
  ---What a server has answered.
  ---@class http.Response
  local Response = {}

  ---The value of a JSON body.
  ---@return any
  function Response:json() end

end

do
  ---A server: routes, and `listen`. The field `_routes` maps `METHOD:path` to handlers.
  ---@class http.Server
  ---@field _port integer
  ---@field _routes table
  local Server = {}

  ---Registers the handler for every method that has none of its own.
  ---@param path string
  ---@param handler function
  ---@return http.Server
  function Server:all(path, handler) end

  ---Ends `listen` when the requests that are being handled have been answered; may be called by a handler.
  function Server:close() end

  ---Registers the handler for DELETE.
  ---@param path string
  ---@param handler function
  ---@return http.Server
  function Server:delete(path, handler) end

  ---Registers the handler for GET; a later one for the same path replaces it.
  ---@param path string
  ---@param handler function
  ---@return http.Server
  function Server:get(path, handler) end

  ---Registers the handler for HEAD.
  ---@param path string
  ---@param handler function
  ---@return http.Server
  function Server:head(path, handler) end

  ---Serves requests until `close` or until the program is told to stop: `listen(port [, host] [, callback])`.
  ---@param port integer
  ---@param ... string|function
  function Server:listen(port, ...) end

  ---Registers the handler for OPTIONS.
  ---@param path string
  ---@param handler function
  ---@return http.Server
  function Server:options(path, handler) end

  ---Registers the handler for PATCH.
  ---@param path string
  ---@param handler function
  ---@return http.Server
  function Server:patch(path, handler) end

  ---Registers the handler for POST.
  ---@param path string
  ---@param handler function
  ---@return http.Server
  function Server:post(path, handler) end

  ---Registers the handler for PUT.
  ---@param path string
  ---@param handler function
  ---@return http.Server
  function Server:put(path, handler) end

end

do
  ---A handle for a MySQL or MariaDB database.
  ---@class mysql.Database
  local Database = {}

  ---Begins a transaction; it is rolled back if the request ends without `commit`.
  function Database:begin() end

  ---How many rows this request's last INSERT, UPDATE or DELETE affected.
  ---@return integer
  function Database:changes() end

  ---Closes all connections of the handle; transactions that are open are rolled back.
  function Database:close() end

  ---Makes the changes of the transaction last.
  function Database:commit() end

  ---Runs all statements of a text without values; returns the rows that the last one affected.
  ---@param sql string
  ---@return integer
  function Database:exec(sql) end

  ---Runs a statement with values for its placeholders; returns the rows that it affected.
  ---@param sql string
  ---@param ... any
  ---@return integer
  function Database:execute(sql, ...) end

  ---The indexes of a table: `name`, `unique`.
  ---@param name string
  ---@return table
  function Database:index_list(name) end

  ---The id of the row that this request last inserted; 0 if there is none.
  ---@return integer
  function Database:last_insert_id() end

  ---The same as `last_insert_id`, by another name.
  ---@return integer
  function Database:last_insert_rowid() end

  ---Whether the server answers.
  ---@return boolean
  function Database:ping() end

  ---All rows of a statement.
  ---@param sql string
  ---@param ... any
  ---@return table
  function Database:query(sql, ...) end

  ---The first row of a statement, nil if there is none.
  ---@param sql string
  ---@param ... any
  ---@return table|nil
  function Database:query_row(sql, ...) end

  ---Undoes the changes of the transaction.
  function Database:rollback() end

  ---The version of the server: major, minor, patch.
  ---@return integer
  ---@return integer
  ---@return integer
  function Database:server_version() end

  ---Whether there is a table or view of that name in the current database.
  ---@param name string
  ---@return boolean
  function Database:table_exists(name) end

  ---The columns of a table: `cid` from 1, `name`, `type`, `full_type`, `notnull`, `default`, `pk`, `extra`.
  ---@param name string
  ---@return table
  function Database:table_info(name) end

  ---Runs a function in a transaction; an error undoes the changes and goes on. Transactions may be nested.
  ---@param body function
  ---@return boolean
  function Database:transaction(body) end

end

do
  ---A TCP connection. What one method has read ahead, the others find.
  ---@class net.TcpConnection
  local TcpConnection = {}

  ---Closes the connection; what is read afterwards is empty.
  function TcpConnection:close() end

  ---Nothing: what is written is not kept back.
  function TcpConnection:flush() end

  ---Address and port of this side, as `127.0.0.1:50000` or `[::1]:50000`.
  ---@return string
  function TcpConnection:local_addr() end

  ---Address and port of the other side, as `127.0.0.1:80` or `[::1]:80`.
  ---@return string
  function TcpConnection:peer_addr() end

  ---At most `n` bytes, as many as there are; waits for at least one. Empty at the end of the stream.
  ---@param n? integer
  ---@return string
  function TcpConnection:read(n) end

  ---Everything up to the end of the stream.
  ---@return string
  function TcpConnection:read_all() end

  ---A line with its end; what is left at the end of the stream, then empty strings.
  ---@param max? integer
  ---@return string
  function TcpConnection:read_line(max) end

  ---Sets how long reading and writing may wait, in milliseconds; nil for ever.
  ---@param ms? integer
  function TcpConnection:set_timeout(ms) end

  ---Sends some of the data, as much as can be sent at once; returns how many bytes.
  ---@param data string
  ---@return integer
  function TcpConnection:write(data) end

  ---Sends all of the data.
  ---@param data string
  function TcpConnection:write_all(data) end

end

do
  ---Takes TCP connections.
  ---@class net.TcpServer
  local TcpServer = {}

  ---Waits for the next connection.
  ---@return net.TcpConnection
  function TcpServer:accept() end

  ---Takes no more connections.
  function TcpServer:close() end

  ---Address and port, as `127.0.0.1:8080`.
  ---@return string
  function TcpServer:local_addr() end

  ---Whether `accept` raises an error instead of waiting.
  ---@param nonblocking boolean
  function TcpServer:set_nonblocking(nonblocking) end

end

do
  ---A UDP socket.
  ---@class net.UdpConnection
  local UdpConnection = {}

  ---Closes the socket.
  function UdpConnection:close() end

  ---Sets where `send_connected` sends to; from then on only datagrams from there are received.
  ---@param host string
  ---@param port integer
  function UdpConnection:connect(host, port) end

  ---Address and port, as `127.0.0.1:9000`.
  ---@return string
  function UdpConnection:local_addr() end

  ---Waits for a datagram; returns its first `n` bytes, and address and port of the sender.
  ---@param n? integer
  ---@return string
  ---@return string
  ---@return integer
  function UdpConnection:recv(n) end

  ---Sends a datagram to a host; returns its size in bytes.
  ---@param data string
  ---@param host string
  ---@param port integer
  ---@return integer
  function UdpConnection:send(data, host, port) end

  ---Sends a datagram to where the socket is connected to; returns its size in bytes.
  ---@param data string
  ---@return integer
  function UdpConnection:send_connected(data) end

  ---Whether the socket may send to broadcast addresses.
  ---@param on boolean
  function UdpConnection:set_broadcast(on) end

  ---Sets how long sending and receiving may wait, in milliseconds; nil for ever.
  ---@param ms? integer
  function UdpConnection:set_timeout(ms) end

end

do
  ---One end of a WebSocket.
  ---@class net.WsConnection
  local WsConnection = {}

  ---Begins to close the connection; `recv` then returns what is still under way, at last nil.
  ---@param code? integer
  ---@param reason? string
  function WsConnection:close(code, reason) end

  ---Address and port of this side.
  ---@return string
  function WsConnection:local_addr() end

  ---Address and port of the other side.
  ---@return string
  function WsConnection:peer_addr() end

  ---Asks the other side for a sign of life, with at most 125 bytes that it sends back.
  ---@param data? string
  function WsConnection:ping(data) end

  ---Gives a sign of life, with at most 125 bytes.
  ---@param data? string
  function WsConnection:pong(data) end

  ---Waits for the next event, nil once the connection is closed.
  ---@return table|nil
  function WsConnection:recv() end

  ---Sends a message of the type `text` or `binary`.
  ---@param data string
  ---@param type? string
  function WsConnection:send(data, type) end

  ---Sets how long sending and receiving may wait, in milliseconds; nil for ever.
  ---@param ms? integer
  function WsConnection:set_timeout(ms) end

end

do
  ---Takes WebSockets, with any path and from any origin.
  ---@class net.WsServer
  local WsServer = {}

  ---Waits for the next connection and its handshake.
  ---@return net.WsConnection
  function WsServer:accept() end

  ---Takes no more connections.
  function WsServer:close() end

  ---Address and port, as `127.0.0.1:9001`.
  ---@return string
  function WsServer:local_addr() end

  ---Whether `accept` raises an error instead of waiting for a connection.
  ---@param nonblocking boolean
  function WsServer:set_nonblocking(nonblocking) end

end

do
  ---A handle for a PostgreSQL database.
  ---@class postgresql.Database
  local Database = {}

  ---Begins a transaction; it is rolled back if the request ends without `commit`.
  function Database:begin() end

  ---How many rows this request's last INSERT, UPDATE or DELETE affected.
  ---@return integer
  function Database:changes() end

  ---Closes all connections of the handle; transactions that are open are rolled back.
  function Database:close() end

  ---Makes the changes of the transaction last.
  function Database:commit() end

  ---Runs all statements of a text without values; returns the rows that the last one affected.
  ---@param sql string
  ---@return integer
  function Database:exec(sql) end

  ---Runs a statement with values for its placeholders; returns the rows that it affected.
  ---@param sql string
  ---@param ... any
  ---@return integer
  function Database:execute(sql, ...) end

  ---The indexes of a table: `name`, `unique`.
  ---@param name string
  ---@return table
  function Database:index_list(name) end

  ---The id of the row that this request last inserted; 0 if there is none.
  ---@return integer
  function Database:last_insert_id() end

  ---The same as `last_insert_id`, by another name.
  ---@return integer
  function Database:last_insert_rowid() end

  ---Whether the server answers.
  ---@return boolean
  function Database:ping() end

  ---All rows of a statement.
  ---@param sql string
  ---@param ... any
  ---@return table
  function Database:query(sql, ...) end

  ---The first row of a statement, nil if there is none.
  ---@param sql string
  ---@param ... any
  ---@return table|nil
  function Database:query_row(sql, ...) end

  ---Undoes the changes of the transaction.
  function Database:rollback() end

  ---The version of the server, as `15.20 (Debian 15.20-0+deb12u1)`.
  ---@return string
  function Database:server_version() end

  ---Whether there is a table or view of that name, which may have its schema before it.
  ---@param name string
  ---@return boolean
  function Database:table_exists(name) end

  ---The columns of a table: `cid` from 1, `name`, `type`, `full_type`, `notnull`, `default`, `pk`, `extra`.
  ---@param name string
  ---@return table
  function Database:table_info(name) end

  ---Runs a function in a transaction; an error undoes the changes and goes on. Transactions may be nested.
  ---@param body function
  ---@return boolean
  function Database:transaction(body) end

end

do
  ---A compiled pattern.
  ---@class re.Pattern
  local Pattern = {}

  ---The same as `match`.
  ---@param text string
  ---@return table|nil
  function Pattern:find(text) end

  ---All matches; see `match`.
  ---@param text string
  ---@return table
  function Pattern:findAll(text) end

  ---The first match: `match`, `start` and `end` (bytes from 1, both included), `groups` by number.
  ---@param text string
  ---@return table|nil
  function Pattern:match(text) end

  ---The text with the first match replaced; `$1`, `${name}` and `$0` stand for what was matched.
  ---@param text string
  ---@param replacement string
  ---@return string
  function Pattern:replace(text, replacement) end

  ---The text with all matches replaced; see `replace`.
  ---@param text string
  ---@param replacement string
  ---@return string
  function Pattern:replaceAll(text, replacement) end

  ---The text of the pattern, without flags.
  ---@return string
  function Pattern:source() end

  ---The pieces between the matches, empty ones as well.
  ---@param text string
  ---@return table
  function Pattern:split(text) end

  ---Whether the pattern matches somewhere.
  ---@param text string
  ---@return boolean
  function Pattern:test(text) end

end

do
  ---A client: commands go to the connections of its link.
  ---@class redis.Client
  local Client = {}

  ---Appends to a string; its new length.
  ---@param key string
  ---@param value string
  ---@return integer
  function Client:append(key, value) end

  ---Logs in with a password, or with user and password.
  ---@param user string
  ---@param password? string
  ---@return string
  function Client:auth(user, password) end

  ---Ends the connections.
  function Client:close() end

  ---Any command of the server, with strings, numbers and booleans.
  ---@param name string
  ---@param ... string
  ---@return any
  function Client:command(name, ...) end

  ---The number of keys in the database.
  ---@return integer
  function Client:dbsize() end

  ---Takes from a counter; its new value.
  ---@param key string
  ---@param amount? integer
  ---@return integer
  function Client:decr(key, amount) end

  ---Deletes keys; how many there were.
  ---@param ... string
  ---@return integer
  function Client:del(...) end

  ---Runs a script in the server, with the keys and arguments of two arrays.
  ---@param script string
  ---@param keys? table
  ---@param args? table
  ---@return any
  function Client:eval(script, keys, args) end

  ---Whether there is a key; of several keys, how many there are.
  ---@param ... string
  ---@return boolean|integer
  function Client:exists(...) end

  ---Has a key live for some seconds; whether there is such a key.
  ---@param key string
  ---@param seconds integer
  ---@return boolean
  function Client:expire(key, seconds) end

  ---Deletes all keys of the database.
  ---@return string
  function Client:flushdb() end

  ---The value of a key, nil if there is none.
  ---@param key string
  ---@return string|nil
  function Client:get(key) end

  ---Deletes fields; how many there were.
  ---@param key string
  ---@param ... string
  ---@return integer
  function Client:hdel(key, ...) end

  ---Whether there is a field.
  ---@param key string
  ---@param field string
  ---@return boolean
  function Client:hexists(key, field) end

  ---The value of a field, nil if there is none.
  ---@param key string
  ---@param field string
  ---@return string|nil
  function Client:hget(key, field) end

  ---All fields as a table.
  ---@param key string
  ---@return table
  function Client:hgetall(key) end

  ---The names of all fields.
  ---@param key string
  ---@return table
  function Client:hkeys(key) end

  ---The number of fields.
  ---@param key string
  ---@return integer
  function Client:hlen(key) end

  ---Sets the fields of a table.
  ---@param key string
  ---@param fields table
  ---@return string
  function Client:hmset(key, fields) end

  ---Sets a field: 1 if it is new, else 0.
  ---@param key string
  ---@param field string
  ---@param value string
  ---@return integer
  function Client:hset(key, field, value) end

  ---The values of all fields.
  ---@param key string
  ---@return table
  function Client:hvals(key) end

  ---Adds to a counter; its new value.
  ---@param key string
  ---@param amount? integer
  ---@return integer
  function Client:incr(key, amount) end

  ---What the server says about itself.
  ---@param section? string
  ---@return string
  function Client:info(section) end

  ---The keys that match a pattern.
  ---@param pattern string
  ---@return table
  function Client:keys(pattern) end

  ---The value at a position, nil if there is none.
  ---@param key string
  ---@param position integer
  ---@return string|nil
  function Client:lindex(key, position) end

  ---The length of a list.
  ---@param key string
  ---@return integer
  function Client:llen(key) end

  ---Takes the first value, nil if there is none.
  ---@param key string
  ---@return string|nil
  function Client:lpop(key) end

  ---Puts values before a list, one after the other; its new length.
  ---@param key string
  ---@param ... string
  ---@return integer
  function Client:lpush(key, ...) end

  ---The values from one position to another, counted from 0 or, negative, from the end.
  ---@param key string
  ---@param start integer
  ---@param stop integer
  ---@return table
  function Client:lrange(key, start, stop) end

  ---The values of several keys; missing ones are holes, and `n` tells how many there are.
  ---@param ... string
  ---@return table
  function Client:mget(...) end

  ---Sets the keys of a table.
  ---@param values table
  ---@return string
  function Client:mset(values) end

  ---Does the same in a transaction of the server (MULTI, EXEC).
  ---@param body function
  ---@return table
  function Client:multi(body) end

  ---Has a key live forever; whether its time was limited.
  ---@param key string
  ---@return boolean
  function Client:persist(key) end

  ---Asks the server for a sign of life.
  ---@return string
  function Client:ping() end

  ---Sends the commands that a function gives to its argument, all at once; their results in an array.
  ---@param body function
  ---@return table
  function Client:pipeline(body) end

  ---Sends a message to a channel; how many have received it.
  ---@param channel string
  ---@param message string
  ---@return integer
  function Client:publish(channel, message) end

  ---Gives a key another name.
  ---@param key string
  ---@param new_key string
  ---@return string
  function Client:rename(key, new_key) end

  ---Takes the last value, nil if there is none.
  ---@param key string
  ---@return string|nil
  function Client:rpop(key) end

  ---Puts values behind a list; its new length.
  ---@param key string
  ---@param ... string
  ---@return integer
  function Client:rpush(key, ...) end

  ---Adds members; how many are new.
  ---@param key string
  ---@param ... string
  ---@return integer
  function Client:sadd(key, ...) end

  ---An iterator over the keys that match a pattern, `count` or so of them in one command.
  ---@param pattern? string
  ---@param count? integer
  ---@return function
  function Client:scan(pattern, count) end

  ---The number of members.
  ---@param key string
  ---@return integer
  function Client:scard(key) end

  ---Selects a database by its number.
  ---@param index integer
  ---@return string
  function Client:select(index) end

  ---Sets a key: `"OK"`. `options` is a time to live in seconds, or a table of `ex`, `px`, `nx`, `xx`, `keepttl`.
  ---@param key string
  ---@param value string
  ---@param options? any
  ---@return string|nil
  function Client:set(key, value, options) end

  ---Sets a key that lives for some seconds.
  ---@param key string
  ---@param seconds integer
  ---@param value string
  ---@return string
  function Client:setex(key, seconds, value) end

  ---Sets a key that is not there yet; whether it was set.
  ---@param key string
  ---@param value string
  ---@return boolean
  function Client:setnx(key, value) end

  ---Whether something is a member.
  ---@param key string
  ---@param member string
  ---@return boolean
  function Client:sismember(key, member) end

  ---All members.
  ---@param key string
  ---@return table
  function Client:smembers(key) end

  ---Removes members; how many there were.
  ---@param key string
  ---@param ... string
  ---@return integer
  function Client:srem(key, ...) end

  ---The length of a string, 0 if there is none.
  ---@param key string
  ---@return integer
  function Client:strlen(key) end

  ---A connection of its own for messages.
  ---@return redis.Subscriber
  function Client:subscriber() end

  ---The seconds that a key has to live: -1 for no end, -2 for no key.
  ---@param key string
  ---@return integer
  function Client:ttl(key) end

  ---What a key holds: `string`, `list`, `set`, `zset`, `hash`, `stream`, `none`.
  ---@param key string
  ---@return string
  function Client:typeof(key) end

  ---Sets the score of a member: 1 if it is new, else 0.
  ---@param key string
  ---@param score number
  ---@param member string
  ---@return integer
  function Client:zadd(key, score, member) end

  ---The number of members.
  ---@param key string
  ---@return integer
  function Client:zcard(key) end

  ---Members by rising score, from one rank to another.
  ---@param key string
  ---@param start integer
  ---@param stop integer
  ---@return table
  function Client:zrange(key, start, stop) end

  ---The rank of a member, from 0.
  ---@param key string
  ---@param member string
  ---@return integer|nil
  function Client:zrank(key, member) end

  ---Removes members; how many there were.
  ---@param key string
  ---@param ... string
  ---@return integer
  function Client:zrem(key, ...) end

  ---The score of a member.
  ---@param key string
  ---@param member string
  ---@return number|nil
  function Client:zscore(key, member) end

end

do
  ---A connection of its own that receives messages.
  ---@class redis.Subscriber
  local Subscriber = {}

  ---Ends the connection.
  function Subscriber:close() end

  ---Calls a function with every message, until it returns false.
  ---@param callback function
  function Subscriber:listen(callback) end

  ---Has messages of all channels come whose names match patterns.
  ---@param ... string
  function Subscriber:psubscribe(...) end

  ---Ends subscriptions to patterns; without names, all of them.
  ---@param ... string
  function Subscriber:punsubscribe(...) end

  ---The next message as `{channel, payload, pattern}`, nil after `timeout` seconds; 0 only looks.
  ---@param timeout? number
  ---@return table|nil
  function Subscriber:receive(timeout) end

  ---Has messages of channels come.
  ---@param ... string
  function Subscriber:subscribe(...) end

  ---Ends subscriptions; without names, all of them.
  ---@param ... string
  function Subscriber:unsubscribe(...) end

end

do
  ---An open database.
  ---@class sqlite.Database
  local Database = {}

  ---Begins a transaction; it is rolled back if the request ends without `commit`.
  function Database:begin() end

  ---How many rows this request's last INSERT, UPDATE or DELETE affected.
  ---@return integer
  function Database:changes() end

  ---Closes the database; a transaction that is open is rolled back. Later calls raise `database is closed`.
  function Database:close() end

  ---Makes the changes of the transaction last.
  function Database:commit() end

  ---Runs all statements of a text without values; returns the rows that the last change affected.
  ---@param sql string
  ---@return integer
  function Database:exec(sql) end

  ---Runs a statement with values for its placeholders; returns the rows that the last change affected.
  ---@param sql string
  ---@param ... any
  ---@return integer
  function Database:execute(sql, ...) end

  ---The indexes of a table: `name`, `unique`.
  ---@param name string
  ---@return table
  function Database:index_list(name) end

  ---The id of the row that this request last inserted; 0 if there is none.
  ---@return integer
  function Database:last_insert_id() end

  ---The same as `last_insert_id`, by the name that other engines have too.
  ---@return integer
  function Database:last_insert_rowid() end

  ---Whether statements can be run.
  ---@return boolean
  function Database:ping() end

  ---All rows of a statement, an array of tables from column names to values. NULL is an absent field.
  ---@param sql string
  ---@param ... any
  ---@return table
  function Database:query(sql, ...) end

  ---The first row of a statement, nil if there is none.
  ---@param sql string
  ---@param ... any
  ---@return table|nil
  function Database:query_row(sql, ...) end

  ---Undoes the changes of the transaction.
  function Database:rollback() end

  ---The version of SQLite.
  ---@return string
  function Database:server_version() end

  ---Whether there is a table of that name; views do not count.
  ---@param name string
  ---@return boolean
  function Database:table_exists(name) end

  ---The columns of a table: `cid`, `name`, `type`, `notnull`, `default`, `pk`.
  ---@param name string
  ---@return table
  function Database:table_info(name) end

  ---Runs a function in a transaction; an error undoes the changes and goes on. Transactions may be nested.
  ---@param body function
  ---@return boolean
  function Database:transaction(body) end

end

do
  ---A point in time, seen at an offset.
  ---@class time.CopperDateTime
  local CopperDateTime = {}

  ---A later date: by an amount of a unit, or by a table of them. Months keep the day if they have it.
  ---@param amount? any
  ---@param unit? any
  ---@return time.CopperDateTime
  function CopperDateTime:add(amount, unit) end

  ---Another object for the same date.
  ---@return time.CopperDateTime
  function CopperDateTime:clone() end

  ---The day of the month.
  ---@return integer
  function CopperDateTime:day() end

  ---The number of days of the month.
  ---@return integer
  function CopperDateTime:daysInMonth() end

  ---How much later this is, in a unit; months are whole ones, years twelfths of them.
  ---@param other time.CopperDateTime
  ---@param unit? string
  ---@return number
  function CopperDateTime:diff(other, unit) end

  ---The last millisecond of the year, month, week, day, hour, minute or second; see `startOf`.
  ---@param unit string
  ---@return time.CopperDateTime
  function CopperDateTime:endOf(unit) end

  ---The date by a layout of tokens such as `YYYY-MM-DD HH:mm`; text in brackets stays.
  ---@param layout? string
  ---@return string
  function CopperDateTime:format(layout) end

  ---How far this is from another date, in words.
  ---@param other time.CopperDateTime
  ---@return string
  function CopperDateTime:from(other) end

  ---How far this is from now, as `3 hours ago` or `in 3 hours`.
  ---@return string
  function CopperDateTime:fromNow() end

  ---The hour.
  ---@return integer
  function CopperDateTime:hour() end

  ---Whether this is later.
  ---@param other time.CopperDateTime
  ---@return boolean
  function CopperDateTime:isAfter(other) end

  ---Whether this is earlier.
  ---@param other time.CopperDateTime
  ---@return boolean
  function CopperDateTime:isBefore(other) end

  ---Whether this lies between two dates, in any order, and is neither of them.
  ---@param one time.CopperDateTime
  ---@param other time.CopperDateTime
  ---@return boolean
  function CopperDateTime:isBetween(one, other) end

  ---Whether the year has 366 days.
  ---@return boolean
  function CopperDateTime:isLeapYear() end

  ---Whether both are the same point in time.
  ---@param other time.CopperDateTime
  ---@return boolean
  function CopperDateTime:isSame(other) end

  ---Whether the offset is zero.
  ---@return boolean
  function CopperDateTime:isUTC() end

  ---The millisecond.
  ---@return integer
  function CopperDateTime:milli() end

  ---The minute.
  ---@return integer
  function CopperDateTime:minute() end

  ---The month, from 1.
  ---@return integer
  function CopperDateTime:month() end

  ---The offset from UTC in hours.
  ---@return number
  function CopperDateTime:offset() end

  ---The second.
  ---@return integer
  function CopperDateTime:second() end

  ---A date with some of `year month day hour minute second milli` changed; what is no number is passed over.
  ---@param fields table
  ---@return time.CopperDateTime
  function CopperDateTime:set(fields) end

  ---The begin of the year, month, week (Monday), day, hour, minute or second.
  ---@param unit string
  ---@return time.CopperDateTime
  function CopperDateTime:startOf(unit) end

  ---An earlier date; see `add`.
  ---@param amount? any
  ---@param unit? any
  ---@return time.CopperDateTime
  function CopperDateTime:sub(amount, unit) end

  ---Seconds since 1970 in UTC, to the millisecond.
  ---@return number
  function CopperDateTime:timestamp() end

  ---Milliseconds since 1970 in UTC.
  ---@return integer
  function CopperDateTime:timestamp_ms() end

  ---How far another date is from this, in words.
  ---@param other time.CopperDateTime
  ---@return string
  function CopperDateTime:to(other) end

  ---The date as `2024-06-15`.
  ---@return string
  function CopperDateTime:toDate() end

  ---The date as `2024-06-15T14:30:45.000+00:00`.
  ---@return string
  function CopperDateTime:toISO() end

  ---The same point in time at the offset that the machine's zone has then.
  ---@return time.CopperDateTime
  function CopperDateTime:toLocal() end

  ---How far now is from this, as `in 3 hours`.
  ---@return string
  function CopperDateTime:toNow() end

  ---The time of day as `14:30:45`.
  ---@return string
  function CopperDateTime:toTime() end

  ---The same point in time in UTC.
  ---@return time.CopperDateTime
  function CopperDateTime:toUTC() end

  ---The weekday, from Monday = 1.
  ---@return integer
  function CopperDateTime:weekday() end

  ---The year.
  ---@return integer
  function CopperDateTime:year() end

  ---The day of the year, from 1.
  ---@return integer
  function CopperDateTime:yearday() end

end

do
  ---A template engine.
  ---@class vein.Engine
  ---@field components table
  ---@field filters table
  ---@field helpers table
  ---@field metrics vein.Metrics|nil
  ---@field options table
  local Engine = {}

  ---A context for compiled templates.
  ---@param data? table
  ---@param name? string
  ---@return table
  function Engine:_createContext(data, name) end

  ---Has templates read and compiled again.
  function Engine:clearCache() end

  ---A function of a context (`_createContext`) that gives the text of a template file, and facts about it.
  ---@param name string
  ---@param options? table
  ---@return any
  ---@return table
  function Engine:compile(name, options) end

  ---The same for a template that is given itself; facts only with the option `returnMetadata`.
  ---@param template string
  ---@param options? table
  ---@return any
  ---@return any
  function Engine:compileString(template, options) end

  ---Defines a component: a template, the path of one, or a function of the context.
  ---@param name string
  ---@param template? any
  ---@return vein.Engine
  function Engine:component(name, template) end

  ---A fragment.
  ---@param parts? table
  ---@return vein.Fragment
  function Engine:createFragment(parts) end

  ---Stops collecting figures; those that there are stay.
  function Engine:disableMetrics() end

  ---Collects figures.
  function Engine:enableMetrics() end

  ---All figures.
  ---@return table|nil
  function Engine:exportMetrics() end

  ---Defines a filter: a function of the value and the filter's arguments.
  ---@param name string
  ---@param function_? any
  ---@return vein.Engine
  function Engine:filter(name, function_) end

  ---What is known of the engine.
  ---@return table
  function Engine:getAllDebugInfo() end

  ---What is known of a template.
  ---@param name string
  ---@return table
  function Engine:getDebugInfo(name) end

  ---What collects figures, nil without the option `metrics`.
  ---@return vein.Metrics|nil
  function Engine:getMetrics() end

  ---The figures of all templates together.
  ---@return table|nil
  function Engine:getMetricsSummary() end

  ---Defines a value, or several, for all templates.
  ---@param key string|table
  ---@param value? any
  ---@return vein.Engine
  function Engine:global(key, value) end

  ---Defines a function that templates may call.
  ---@param name string
  ---@param function_? any
  ---@return vein.Engine
  function Engine:helper(name, function_) end

  ---Whether a value is a fragment.
  ---@param value? any
  ---@return boolean
  function Engine:isFragment(value) end

  ---The text of a template file.
  ---@param name string
  ---@param data? table
  ---@param options? table
  ---@return any
  function Engine:render(name, data, options) end

  ---The text of a template that is given itself.
  ---@param template string
  ---@param data? table
  ---@param options? table
  ---@return any
  function Engine:renderString(template, data, options) end

  ---Forgets all figures.
  function Engine:resetMetrics() end

  ---Sets an option, or several.
  ---@param key string|table
  ---@param value? any
  ---@return vein.Engine
  function Engine:set(key, value) end

end

do
  ---HTML in parts: strings, and tables with a `type`.
  ---@class vein.Fragment
  local Fragment = {}

  ---Adds a part; those of another fragment one by one, nil not at all.
  ---@param value? any
  ---@return vein.Fragment
  function Fragment:add(value) end

  ---The fragment itself, for builders.
  ---@return vein.Fragment
  function Fragment:build() end

  ---Adds a place for a component.
  ---@param name string
  ---@param props? table
  ---@return vein.Fragment
  function Fragment:component(name, props) end

  ---The number of parts.
  ---@return integer
  function Fragment:count() end

  ---A fragment of the parts for which a function says yes.
  ---@param function_ function
  ---@return vein.Fragment
  function Fragment:filter(function_) end

  ---The first part for which a function says yes.
  ---@param function_ function
  ---@return any
  function Fragment:find(function_) end

  ---The parts.
  ---@return table
  function Fragment:getParts() end

  ---Whether there are no parts.
  ---@return boolean
  function Fragment:isEmpty() end

  ---An iterator over positions and parts.
  ---@return any
  function Fragment:iter() end

  ---A fragment of what a function of part and position gives.
  ---@param function_ function
  ---@return vein.Fragment
  function Fragment:map(function_) end

  ---Sets a field of `metadata`.
  ---@param key string
  ---@param value? any
  ---@return vein.Fragment
  function Fragment:meta(key, value) end

  ---Adds HTML.
  ---@param html? any
  ---@return vein.Fragment
  function Fragment:raw(html) end

  ---The HTML.
  ---@param options? table
  ---@return string
  function Fragment:render(options) end

  ---Adds a place with content for the case that nothing else comes there.
  ---@param name string
  ---@param default? any
  ---@return vein.Fragment
  function Fragment:slot(name, default) end

  ---Adds a text, which is escaped.
  ---@param text? any
  ---@return vein.Fragment
  function Fragment:text(text) end

  ---The HTML; the option `escape` is a function for texts.
  ---@param options? table
  ---@return string
  function Fragment:toString(options) end

end

do
  ---Parts that are handed on as they come.
  ---@class vein.FragmentStream
  local FragmentStream = {}

  ---The parts so far as a fragment.
  ---@return vein.Fragment
  function FragmentStream:collect() end

  ---Tells the callbacks that there are no more parts.
  ---@return vein.FragmentStream
  function FragmentStream:finish() end

  ---Has a function called with every part, and at the end with nil and true.
  ---@param callback function
  ---@return vein.FragmentStream
  function FragmentStream:onPart(callback) end

  ---The HTML so far.
  ---@return string
  function FragmentStream:toString() end

  ---Adds a part, and shows it to the callbacks.
  ---@param value? any
  ---@return vein.FragmentStream
  function FragmentStream:write(value) end

end

do
  ---Collects figures while it is enabled.
  ---@class vein.Metrics
  local Metrics = {}

  ---Stops collecting.
  function Metrics:disable() end

  ---Goes on collecting.
  function Metrics:enable() end

  ---Everything.
  ---@return table
  function Metrics:export() end

  ---The figures of all templates by their names.
  ---@return table
  function Metrics:getAllRenderStats() end

  ---Names of filters and how often they were used, those used most first.
  ---@return table
  function Metrics:getFilterUsage() end

  ---What a template has included.
  ---@param name string
  ---@return table
  function Metrics:getIncludeTree(name) end

  ---The last errors.
  ---@param limit? integer
  ---@return table
  function Metrics:getRecentErrors(limit) end

  ---The figures of one template, nil if it was not rendered.
  ---@param name string
  ---@return table|nil
  function Metrics:getRenderStats(name) end

  ---Templates by their mean time, the slowest first.
  ---@param limit? integer
  ---@return table
  function Metrics:getSlowestTemplates(limit) end

  ---The figures of all templates together.
  ---@return table
  function Metrics:getSummary() end

  ---Counts a block.
  ---@param template string
  ---@param block string
  ---@param overridden? boolean
  function Metrics:recordBlock(template, block, overridden) end

  ---Counts a template that was there already.
  ---@param name string
  function Metrics:recordCacheHit(name) end

  ---Counts a template that had to be compiled.
  ---@param name string
  function Metrics:recordCacheMiss(name) end

  ---Counts a compilation from `begin` to `end`, in seconds.
  ---@param name string
  ---@param begin number
  ---@param end_ number
  ---@param tokens? any
  ---@param lines? any
  function Metrics:recordCompilation(name, begin, end_, tokens, lines) end

  ---Counts an error.
  ---@param name string
  ---@param error? any
  ---@param line? any
  ---@param source? any
  function Metrics:recordError(name, error, line, source) end

  ---Counts a use of a filter.
  ---@param name string
  function Metrics:recordFilterUsage(name) end

  ---Notes that a template has included another.
  ---@param parent string
  ---@param child string
  ---@param milliseconds number
  function Metrics:recordInclude(parent, child, milliseconds) end

  ---Counts a rendering from `begin` to `end`, in seconds.
  ---@param name string
  ---@param begin number
  ---@param end_ number
  ---@param data? any
  function Metrics:recordRender(name, begin, end_, data) end

  ---Forgets everything.
  function Metrics:reset() end

  ---Sets how many renderings and errors are kept.
  ---@param size integer
  function Metrics:setMaxHistory(size) end

end

do
  ---A cache with a limit.
  ---@class vein.TemplateCache
  local TemplateCache = {}

  ---Drops all values.
  function TemplateCache:clear() end

  ---A value, nil if there is none.
  ---@param key? any
  ---@return any
  function TemplateCache:get(key) end

  ---Whether there is a value.
  ---@param key? any
  ---@return boolean
  function TemplateCache:has(key) end

  ---The keys, those used last at the end.
  ---@return table
  function TemplateCache:keys() end

  ---Drops a value.
  ---@param key? any
  function TemplateCache:remove(key) end

  ---Stores a value.
  ---@param key? any
  ---@param value? any
  function TemplateCache:set(key, value) end

  ---Number of values, limit and keys.
  ---@return table
  function TemplateCache:stats() end

end

---@class archive
archive = {}

archive.gzip = {}

archive.tar = {}

archive.zip = {}

---Compresses data; the option `level` is 0 (none) to 9 (most), by default 6. No time is written.
---@param data string|buffer.Buffer
---@param options? table
---@return string
function archive.gzip.compress(data, options) end

---The same as `compress`, as a Buffer.
---@param data string|buffer.Buffer
---@param options? table
---@return buffer.Buffer
function archive.gzip.compress_buffer(data, options) end

---What was compressed with gzip; the option `max_size` is how many bytes it may be, by default 256 MiB.
---@param data string|buffer.Buffer
---@param options? table
---@return string
function archive.gzip.decompress(data, options) end

---The same as `decompress`, as a Buffer.
---@param data string|buffer.Buffer
---@param options? table
---@return buffer.Buffer
function archive.gzip.decompress_buffer(data, options) end

---Makes a new tar archive, over a file that was there; compressed if its name ends in `.tar.gz` or `.tgz`.
---@param path string
---@return archive.TarWriterObj
function archive.tar.create(path) end

---A tar archive for reading; compressed with gzip if its name ends in `.tar.gz` or `.tgz`.
---@param path string
---@return archive.TarReader
function archive.tar.open(path) end

---Makes a new ZIP archive, over a file that was there. It is complete when it has been closed, or nobody uses it.
---@param path string
---@return archive.ZipWriterObj
function archive.zip.create(path) end

---The same as `from_string`.
---@param data string|buffer.Buffer
---@return archive.ZipReader
function archive.zip.from_buffer(data) end

---A ZIP archive that is in memory already.
---@param data string|buffer.Buffer
---@return archive.ZipReader
function archive.zip.from_string(data) end

---Opens a ZIP archive for reading.
---@param path string
---@return archive.ZipReader
function archive.zip.open(path) end

---@class buffer
buffer = {}

---A buffer of so many bytes of one value, which is taken modulo 256.
---@param size integer
---@param fill? integer
---@return buffer.Buffer
function buffer.alloc(size, fill) end

---A buffer with the bytes of all arguments, one after the other.
---@param ... buffer.Buffer
---@return buffer.Buffer
function buffer.concat(...) end

---A buffer with a copy of the bytes of a string or another buffer.
---@param data string|buffer.Buffer
---@return buffer.Buffer
function buffer.from(data) end

---A buffer of the bytes that a base64 text spells.
---@param text string
---@return buffer.Buffer
function buffer.fromBase64(text) end

---A buffer of the bytes that hexadecimal digits spell.
---@param text string
---@return buffer.Buffer
function buffer.fromHex(text) end

---Whether a value is a buffer.
---@param value? any
---@return boolean
function buffer.isBuffer(value) end

---A buffer of so many zero bytes.
---@param size integer
---@return buffer.Buffer
function buffer.new(size) end

---@class console
console = {}

---Asks for yes or no: `y`, `yes`, `o` and `oui` are yes, everything else is no.
---@param msg string
---@param default? boolean
---@return boolean
function console.confirm(msg, default) end

---Asks for some of several options; returns their numbers, counted from 1, and their texts.
---@param msg string
---@param options table
---@return table
---@return table
function console.multiselect(msg, options) end

---Asks for a line that is not shown while it is typed. If the input is no terminal, it is read like any other.
---@param msg string
---@return string
function console.password(msg) end

---Asks for a line.
---@param msg string
---@param default? string
---@return string
function console.prompt(msg, default) end

---Asks for one of several options; returns its number, counted from 1, and its text.
---@param msg string
---@param options table
---@return integer
---@return string
function console.select(msg, options) end

---@class crypto
crypto = {}

---The bytes of a base64 text.
---@param text string
---@return string
function crypto.base64_decode(text) end

---Base64 in the standard alphabet, padded, on one line.
---@param data string|buffer.Buffer
---@return string
function crypto.base64_encode(data) end

---The bytes of hexadecimal digits of either case.
---@param text string
---@return string
function crypto.hex_decode(text) end

---Two hexadecimal digits a byte, in lower case.
---@param data string|buffer.Buffer
---@return string
function crypto.hex_encode(data) end

---The HMAC of a text by `sha256` or `sha1`, in hexadecimal digits.
---@param algorithm string
---@param key string|buffer.Buffer
---@param data string|buffer.Buffer
---@return string
function crypto.hmac(algorithm, key, data) end

---The MD5 digest, as 32 hexadecimal digits in lower case.
---@param data string|buffer.Buffer
---@return string
function crypto.md5(data) end

---So many bytes of the system's random generator, which are fit for keys.
---@param size integer
---@return string
function crypto.random_bytes(size) end

---The SHA-1 digest, as 40 hexadecimal digits in lower case.
---@param data string|buffer.Buffer
---@return string
function crypto.sha1(data) end

---The SHA-256 digest, as 64 hexadecimal digits in lower case.
---@param data string|buffer.Buffer
---@return string
function crypto.sha256(data) end

---A random UUID (version 4) in lower case, with hyphens.
---@return string
function crypto.uuid() end

---@class ember
local ember = {}

---@type string
ember._DESCRIPTION = nil

---@type string
ember._VERSION = nil

---`ember.formatter`: a formatter from a function or a table.
---@param definition? any
---@return table
function ember.formatter(definition) end

---Has a database write an entry for each of its queries; the database.
---@param db? any
---@param logger ember.Logger
---@param options? table
---@return any
function ember.freight(db, logger, options) end

---A middleware that gives requests a logger (`req.log`) and writes an entry when they are answered.
---@param logger ember.Logger
---@param options? table
---@return function
function ember.honeymoon(logger, options) end

---A middleware that shows what `req.log` writes to `req.lantern`, too.
---@param options? table
---@return function
function ember.lantern(options) end

---A logger with the options `level`, `name`, `context`, `transports`, `formatter`, and `redact`: names of fields
---@param options? table
---@return ember.Logger
function ember.new(options) end

---`ember.transport`: a transport from a table with `name` and `write`.
---@param definition? any
---@return table
function ember.transport(definition) end

---@class freight
local freight = {}

---Bytes.
---@param options? table
---@return table
function freight.blob(options) end

---true or false.
---@param options? table
---@return table
function freight.boolean(options) end

---Dates, as text.
---@param options? table
---@return table
function freight.date(options) end

---Dates with a time, as text.
---@param options? table
---@return table
function freight.datetime(options) end

---Numbers with fractions.
---@param options? table
---@return table
function freight.float(options) end

---An integer that refers to another table's column, `id` if nothing else is said.
---@param table string
---@param column? any
---@param options? table
---@return table
function freight.foreignKey(table, column, options) end

---Makes a database of a handle that is open already the one that `freight.model` uses.
---@param handle? any
---@return freight.Database
function freight.init(handle) end

---Integers.
---@param options? table
---@return table
function freight.integer(options) end

---Tables, kept as JSON.
---@param options? table
---@return table
function freight.json(options) end

---A model in the database of `freight.init`: `fields`, and the options of a model.
---@param table string
---@param definition table
---@return freight.Model
function freight.model(table, definition) end

---Opens a database: `"sqlite"` with `database`, its path, or `"mysql"` or `"postgres"` with their options.
---@param driver string
---@param config? table
---@return freight.Database
function freight.open(driver, config) end

---An integer key that counts by itself.
---@return table
function freight.primaryKey() end

---Text of limited length, 255 if nothing else is said.
---@param size? any
---@param options? table
---@return table
function freight.string(size, options) end

---Text of any length.
---@param options? table
---@return table
function freight.text(options) end

---@class fs
fs = {}

---The absolute path of something that exists, with all links followed.
---@param path string
---@return string
function fs.abs(path) end

---Writes behind the end of a file, which is made if it is not there. Other readers see it at once.
---@param path string
---@param content string
---@return boolean
function fs.append(path, content) end

---The last component of a path.
---@param path string
---@return string
function fs.basename(path) end

---Copies a regular file with its permissions, over what was there; returns the number of bytes.
---@param source string
---@param target string
---@return integer
function fs.copy(source, target) end

---Copies what is in a directory into another, which is made if needed; what else is there stays.
---@param source string
---@param target string
---@return boolean
function fs.copy_dir(source, target) end

---The working directory.
---@return string
function fs.cwd() end

---A path without its last component.
---@param path string
---@return string
function fs.dirname(path) end

---Whether a path leads to something; links are followed.
---@param path string
---@return boolean
function fs.exists(path) end

---What follows the last dot of the last component, unless it begins with that dot.
---@param path string
---@return string
function fs.ext(path) end

---The paths of what exists and matches a pattern, alphabetically in each directory.
---@param pattern string
---@return table
function fs.glob(pattern) end

---Whether a path leads to a directory; links are followed.
---@param path string
---@return boolean
function fs.is_dir(path) end

---Whether a path leads to a regular file; links are followed.
---@param path string
---@return boolean
function fs.is_file(path) end

---Whether a path is a symbolic link itself.
---@param path string
---@return boolean
function fs.is_symlink(path) end

---The parts with slashes between them, as `path.join`.
---@param ... any
---@return string
function fs.join(...) end

---Makes a directory in one that exists.
---@param path string
---@return boolean
function fs.mkdir(path) end

---Makes a directory and those that it lies in, as far as they are missing.
---@param path string
---@return boolean
function fs.mkdir_all(path) end

---Gives a file or directory another name, in another file system too; `target` is the full new name.
---@param source string
---@param target string
---@return boolean
function fs.move(source, target) end

---The whole content of a file, byte for byte.
---@param path string
---@return string
function fs.read(path) end

---The whole content of a file as a Buffer.
---@param path string
---@return buffer.Buffer
function fs.read_bytes(path) end

---The names in a directory, in no order, without `.` and `..`.
---@param path string
---@return table
function fs.readdir(path) end

---Removes a file or a link.
---@param path string
---@return boolean
function fs.remove(path) end

---Gives a file or directory another name in the same file system, over a file that was there.
---@param source string
---@param target string
---@return boolean
function fs.rename(source, target) end

---Removes an empty directory.
---@param path string
---@return boolean
function fs.rmdir(path) end

---Removes a directory with everything in it; links are removed, not followed.
---@param path string
---@return boolean
function fs.rmdir_all(path) end

---The size of a file in bytes.
---@param path string
---@return integer
function fs.size(path) end

---Facts about what a path leads to.
---@param path string
---@return table
function fs.stat(path) end

---The directory for temporary files.
---@return string
function fs.temp_dir() end

---Sets a file's time of modification to now; a missing file is made, with its directories.
---@param path string
---@return boolean
function fs.touch(path) end

---Makes a file of some content, in place of what was there.
---@param path string
---@param content string
---@return boolean
function fs.write(path, content) end

---The same as `write`, for strings and Buffers.
---@param path string
---@param data string|buffer.Buffer
---@return boolean
function fs.write_bytes(path, data) end

---@class honeymoon
local honeymoon = {}

honeymoon.HttpError = {}

---@class honeymoon.Router
---@overload fun(): honeymoon.Router
honeymoon.Router = {}

honeymoon.ValidationError = {}

honeymoon.auth = {}

---@class honeymoon.cors
---@overload fun(options?: table): function
honeymoon.cors = {}

honeymoon.errors = {}

---@class honeymoon.rateLimit
---@overload fun(options?: table): function
honeymoon.rateLimit = {}

honeymoon.utils = {}

---@type string
honeymoon._DESCRIPTION = nil

---@type string
honeymoon._VERSION = nil

---@type table
honeymoon.mimeTypes = nil

---@type table
honeymoon.schemaPresets = nil

---@type table
honeymoon.statusCodes = nil

---An error with a status (default 500), a message (default the status' name) and a code.
---@param status? any
---@param message? any
---@param code? any
---@return table
function honeymoon.HttpError.new(status, message, code) end

---A store without sessions.
---@param ... any
---@return honeymoon.MemoryStore
function honeymoon.MemoryStore(...) end

---A new router.
---@return honeymoon.Router
function honeymoon.Router() end

---A new router.
---@return honeymoon.Router
function honeymoon.Router.new() end

---An error with arrays of messages by field.
---@param errors? any
---@return table
function honeymoon.ValidationError.new(errors) end

---A middleware that wants a key, in a header or in the query.
---@param options? table
---@return function
function honeymoon.apiKeyAuth(options) end

---A middleware that lets pass whom one of several others lets pass.
---@param methods table
---@return function
function honeymoon.auth.any(methods) end

---`apiKeyAuth`
---@param options? table
---@return function
function honeymoon.auth.apiKey(options) end

---`basicAuth`
---@param options? table
---@return function
function honeymoon.auth.basic(options) end

---`bearerAuth`
---@param options? table
---@return function
function honeymoon.auth.bearer(options) end

---`requirePermission`
---@param check function
---@param message? string
---@return function
function honeymoon.auth.can(check, message) end

---`jwtAuth`
---@param options table
---@return function
function honeymoon.auth.jwt(options) end

---`requireAuth`
---@param options? table
---@return function
function honeymoon.auth.required(options) end

---`requireRoles`
---@param roles string|table
---@return function
function honeymoon.auth.roles(roles) end

---A middleware that wants name and password.
---@param options? table
---@return function
function honeymoon.basicAuth(options) end

---A middleware that wants a token, which the function `validate` knows.
---@param options? table
---@return function
function honeymoon.bearerAuth(options) end

---A middleware that parses JSON bodies and forms, with the options of both.
---@param options? table
---@return function
function honeymoon.bodyParser(options) end

---A middleware or handler that keeps responses and gives them again.
---@param options? table
---@return function
function honeymoon.cache(options) end

---A middleware that keeps answers for some seconds, each query for itself.
---@param ttl? number
---@return function
function honeymoon.cacheApi(ttl) end

---A middleware that keeps pages for some seconds, whatever the query.
---@param ttl? number
---@return function
function honeymoon.cachePage(ttl) end

---A middleware that compresses texts from `threshold` bytes on (default 1024) with gzip.
---@param options? table
---@return function
function honeymoon.compression(options) end

---A middleware that lets pages of other origins use the application.
---@param options? table
---@return function
function honeymoon.cors(options) end

---A middleware that lets all origins use everything, without credentials.
---@return function
function honeymoon.cors.allowAll() end

---A middleware that lets some origins use the application, with credentials.
---@param allowed table
---@return function
function honeymoon.cors.origins(allowed) end

---A middleware for `Content-Security-Policy`.
---@param policy string|table
---@return function
function honeymoon.csp(policy) end

---A middleware for `Content-Security-Policy-Report-Only`.
---@param policy string|table
---@return function
function honeymoon.cspReportOnly(policy) end

---A middleware that refuses requests without the token of the client's cookie.
---@param options? table
---@return function
function honeymoon.csrf(options) end

---A middleware that serves the files below a folder, and listings of folders without an index file.
---@param root string
---@param options? table
---@return function
function honeymoon.directory(root, options) end

---An error of status 400.
---@param message? any
---@return table
function honeymoon.errors.badRequest(message) end

---An error of status 409.
---@param message? any
---@return table
function honeymoon.errors.conflict(message) end

---An error of status 403.
---@param message? any
---@return table
function honeymoon.errors.forbidden(message) end

---An error of status 500.
---@param message? any
---@return table
function honeymoon.errors.internal(message) end

---An error of status 405.
---@param message? any
---@return table
function honeymoon.errors.methodNotAllowed(message) end

---An error of status 404.
---@param message? any
---@return table
function honeymoon.errors.notFound(message) end

---An error of status 429.
---@param message? any
---@return table
function honeymoon.errors.tooManyRequests(message) end

---An error of status 401.
---@param message? any
---@return table
function honeymoon.errors.unauthorized(message) end

---An error of status 422.
---@param message? any
---@return table
function honeymoon.errors.unprocessable(message) end

---A middleware that answers requests for `/favicon.ico`, with status 204 if there is no such file.
---@param path? string
---@return function
function honeymoon.favicon(path) end

---A middleware for messages to the next request: `req.flash(key, value)` adds one, `req.flash(key)` takes them.
---@return function
function honeymoon.flash() end

---A middleware for `X-Frame-Options`.
---@param value? string
---@return function
function honeymoon.frameguard(value) end

---A middleware that sets the headers of this module; each has an option, which false disables.
---@param options? table
---@return function
function honeymoon.helmet(options) end

---A middleware that removes `X-Powered-By`.
---@return function
function honeymoon.hidePoweredBy() end

---A middleware for `Strict-Transport-Security`, on secure requests.
---@param options? table
---@return function
function honeymoon.hsts(options) end

---A middleware that parses JSON bodies, with the options `limit` and `strict`.
---@param options? table
---@return function
function honeymoon.json(options) end

---A middleware that wants a signed token and puts its payload into `req.user`.
---@param options table
---@return function
function honeymoon.jwtAuth(options) end

---A middleware that writes a line for each request; a text names one of the formats.
---@param options? string|table
---@return function
function honeymoon.logger(options) end

---A middleware that writes lines in one of the formats.
---@param name string
---@param options? table
---@return function
function honeymoon.loggerFormat(name, options) end

---A middleware that lets a POST request be another one, by a header, a field of the body or the query.
---@param options? table
---@return function
function honeymoon.methodOverride(options) end

---A new application without routes.
---@return honeymoon.Application
function honeymoon.new() end

---A middleware for `X-Content-Type-Options`.
---@return function
function honeymoon.noSniff() end

---A middleware for `Permissions-Policy`.
---@param features table
---@return function
function honeymoon.permissionsPolicy(features) end

---A copy of the rules of a preset, nil if there is none of that name.
---@param name string
---@return table|nil
function honeymoon.preset(name) end

---A middleware that refuses requests of clients that send too many.
---@param options? table
---@return function
function honeymoon.rateLimit(options) end

---A limit for each value of a header.
---@param header? string
---@param options? table
---@return function
function honeymoon.rateLimit.byApiKey(header, options) end

---A limit for each result of a function of the request.
---@param key function
---@param options? table
---@return function
function honeymoon.rateLimit.byKey(key, options) end

---A limit for each user (`req.user.id`).
---@param options? table
---@return function
function honeymoon.rateLimit.byUser(options) end

---A limit of so many requests in so many seconds.
---@param max integer
---@param seconds number
---@return function
function honeymoon.rateLimit.sliding(max, seconds) end

---A middleware that leaves bodies of the type `type` as they are, for `req:json()` too.
---@param options? table
---@return function
function honeymoon.raw(options) end

---A middleware for `Referrer-Policy`.
---@param value? string
---@return function
function honeymoon.referrerPolicy(value) end

---A middleware that gives every request an id: that of the client's header, or a new one.
---@param options? table
---@return function
function honeymoon.requestId(options) end

---A middleware that lets pass requests with a user.
---@param options? table
---@return function
function honeymoon.requireAuth(options) end

---A middleware that lets pass requests for which a function says yes.
---@param check function
---@param message? string
---@return function
function honeymoon.requirePermission(check, message) end

---A middleware that lets pass users who have one of some roles (`role` or `roles` of the user).
---@param roles string|table
---@return function
function honeymoon.requireRoles(roles) end

---A middleware that tells in a header how many milliseconds the answer took.
---@param options? table
---@return function
function honeymoon.responseTime(options) end

---A schema, from rules by field.
---@param definition table
---@return honeymoon.Schema
function honeymoon.schema(definition) end

---A middleware that gives each request the session of its client as `req.session`.
---@param options? table
---@return function
function honeymoon.session(options) end

---A middleware that serves the files below a folder.
---@param root string
---@param options? table
---@return function
function honeymoon.static(root, options) end

---A middleware that leaves texts as they are, for `req:json()` too.
---@param options? table
---@return function
function honeymoon.text(options) end

---A middleware that answers with status 503 when what comes after it takes too long.
---@param milliseconds integer
---@param options? table
---@return function
function honeymoon.timeout(milliseconds, options) end

---A middleware that parses forms, with the options `limit` and `extended` (names in brackets).
---@param options? table
---@return function
function honeymoon.urlencoded(options) end

---The bytes of base64 text, of both alphabets; other characters do not count.
---@param text string
---@return string
function honeymoon.utils.base64Decode(text) end

---Base64 text.
---@param data string
---@return string
function honeymoon.utils.base64Encode(data) end

---A value with copies of all tables in it.
---@param value? any
---@return any
function honeymoon.utils.deepCopy(value) end

---The content type of an extension.
---@param extension string
---@return string
function honeymoon.utils.getMimeType(extension) end

---The name of a status.
---@param code integer
---@return string
function honeymoon.utils.getStatusText(code) end

---Whether a value is an address of electronic mail.
---@param text? any
---@return boolean
function honeymoon.utils.isEmail(text) end

---Whether a path neither leads upwards nor into `/etc` or `/proc`.
---@param path string
---@return boolean
function honeymoon.utils.isSafePath(path) end

---Whether a value is an address with `http://` or `https://`.
---@param text? any
---@return boolean
function honeymoon.utils.isUrl(text) end

---Whether a value is a UUID.
---@param text? any
---@return boolean
function honeymoon.utils.isUuid(text) end

---Parts of a path, joined.
---@param ... string
---@return string
function honeymoon.utils.joinPath(...) end

---A table with the fields of several; those of later ones win.
---@param ... any
---@return table
function honeymoon.utils.merge(...) end

---A path with one slash at its begin and none at its end, without double ones.
---@param path string
---@return string
function honeymoon.utils.normalizePath(path) end

---Letters and digits that nobody can guess.
---@param length? integer
---@return string
function honeymoon.utils.randomString(length) end

---The parts of a text between any of some characters, without empty ones.
---@param text string
---@param delimiters? string
---@return table
function honeymoon.utils.split(text, delimiters) end

---A text without blanks at its ends.
---@param text string
---@return string
function honeymoon.utils.trim(text) end

---A text without percent escapes; `+` is a blank.
---@param text string
---@return string
function honeymoon.utils.urlDecode(text) end

---A text with percent escapes for all bytes but letters, digits and `-_.~`.
---@param text string
---@return string
function honeymoon.utils.urlEncode(text) end

---A middleware for `X-XSS-Protection`.
---@return function
function honeymoon.xssFilter() end

---@class http
http = {}

http.server = {}

---A session without cookies.
---@return http.HttpSession
function http.create_session() end

---Sends a DELETE request.
---@param url string
---@param opts? table
---@return http.Response
function http.delete(url, opts) end

---Sends a GET request; options are `headers`, `cookies`, `timeout` in milliseconds, `body` and `json`.
---@param url string
---@param opts? table
---@return http.Response
function http.get(url, opts) end

---Sends a PATCH request.
---@param url string
---@param body? string
---@param opts? table
---@return http.Response
function http.patch(url, body, opts) end

---Sends a POST request.
---@param url string
---@param body? string
---@param opts? table
---@return http.Response
function http.post(url, body, opts) end

---Sends a PUT request.
---@param url string
---@param body? string
---@param opts? table
---@return http.Response
function http.put(url, body, opts) end

---Sends a request with the options `url`, `method` (default `GET`) and those of `get`.
---@param opts table
---@return http.Response
function http.request(opts) end

---A new server without routes.
---@return http.Server
function http.server.new() end

---@class json
json = {}

---The value of a JSON document; null becomes nil, integers that do not fit into 64 bits become floats.
---@param text string
---@return any
function json.decode(text) end

---The compact JSON text of a value, object keys in order of their bytes.
---@param value? any
---@return string
function json.encode(value) end

---The JSON text of a value with an indentation of two blanks; otherwise like `encode`.
---@param value? any
---@return string
function json.pretty(value) end

---@class mysql
mysql = {}

---Connects to a server.
---@param options? any
---@return mysql.Database
function mysql.connect(options) end

---Connects to the server that a URL names.
---@param url string
---@return mysql.Database
function mysql.open(url) end

---The name and version of the driver.
---@return string
function mysql.version() end

---@class net
net = {}

net.tcp = {}

net.udp = {}

net.ws = {}

---The IP addresses of a host, as strings.
---@param name string
---@return table
function net.resolve(name) end

---Connects to a host.
---@param host string
---@param port integer
---@param options? table
---@return net.TcpConnection
function net.tcp.connect(host, port, options) end

---Takes connections at a host's address, or with nil, or a port as the only argument, at all of the machine's.
---@param host? string|integer
---@param port? any
---@return net.TcpServer
function net.tcp.listen(host, port) end

---A socket at a host's address, or with nil, or a port as the only argument, at all of the machine's.
---@param host? string|integer
---@param port? any
---@return net.UdpConnection
function net.udp.bind(host, port) end

---Opens a WebSocket at a `ws://` or `wss://` address.
---@param url string
---@param opts? table
---@return net.WsConnection
function net.ws.connect(url, opts) end

---Takes WebSockets at a host's address, or with nil, or a port as the only argument, at all of the machine's.
---@param host? string|integer
---@param port? any
---@return net.WsServer
function net.ws.listen(host, port) end

---@class os_ext
os_ext = {}

---The processor's architecture, as `x86_64` or `aarch64`.
---@return string
function os_ext.arch() end

---Changes the working directory.
---@param path string
---@return boolean
function os_ext.chdir(path) end

---How many processors the program may use.
---@return integer
function os_ext.cpus() end

---The working directory.
---@return string
function os_ext.cwd() end

---The value of an environment variable, nil if it is not set or no UTF-8 text.
---@param name string
---@return string|nil
function os_ext.env(name) end

---The user's home directory.
---@return string|nil
function os_ext.homedir() end

---The name of the machine.
---@return string
function os_ext.hostname() end

---The operating system: `linux`, `macos`, `windows`.
---@return string
function os_ext.platform() end

---Sets an environment variable, for this program and those that it starts.
---@param name string
---@param value string
function os_ext.setenv(name, value) end

---The directory for temporary files.
---@return string
function os_ext.tmpdir() end

---Removes an environment variable.
---@param name string
function os_ext.unsetenv(name) end

---@class path
path = {}

---@type string
path.sep = nil

---The last component, nil where it is `..` or there is none.
---@param path string
---@return string|nil
function path.basename(path) end

---The path without its last component, nil where there is none.
---@param path string
---@return string|nil
function path.dirname(path) end

---The last dot of the last component and what follows it; nil without a dot after the first character.
---@param path string
---@return string|nil
function path.extname(path) end

---Whether a path begins at the root.
---@param path string
---@return boolean
function path.is_absolute(path) end

---Whether a path begins at the working directory.
---@param path string
---@return boolean
function path.is_relative(path) end

---The parts with slashes between them; an absolute part begins anew, an empty one at the end leaves a slash.
---@param ... any
---@return string
function path.join(...) end

---The path without `.`, double slashes and `..` that lead back; `..` at the beginning of a relative path stay.
---@param path string
---@return string
function path.normalize(path) end

---The absolute path, normalized; relative ones begin at the working directory. Links are not followed.
---@param path string
---@return string
function path.resolve(path) end

---@class postgresql
postgresql = {}

---Connects to a server.
---@param options? any
---@return postgresql.Database
function postgresql.connect(options) end

---Connects to the server that a URL or a `key=value` text names.
---@param url string
---@return postgresql.Database
function postgresql.open(url) end

---The name and version of the driver.
---@return string
function postgresql.version() end

---@class process
process = {}

---Runs a command line in the shell and waits; the result has `stdout`, `stderr`, `status` and `success`.
---@param command string
---@return table
function process.exec(command) end

---Ends the program at once with the low 8 bits of `code`; nothing is closed, no timer fires any more.
---@param code? integer
function process.exit(code) end

---The number of this process.
---@return integer
function process.pid() end

---Runs a program, looked up in PATH, with a list of arguments, and waits; the result is that of `exec`.
---@param program string
---@param arguments? table
---@return table
function process.spawn(program, arguments) end

---@class re
re = {}

---A compiled pattern. Flags are `i`, `m`, `s`, `x` and `U`.
---@param pattern string
---@param flags? string
---@return re.Pattern
function re.compile(pattern, flags) end

---A pattern that matches a text as it is.
---@param text string
---@return string
function re.escape(text) end

---The same as `match`.
---@param pattern string
---@param text string
---@param flags? string
---@return table|nil
function re.find(pattern, text, flags) end

---All matches of a pattern; see `Pattern.match`.
---@param pattern string
---@param text string
---@param flags? string
---@return table
function re.findAll(pattern, text, flags) end

---The first match of a pattern; see `Pattern.match`.
---@param pattern string
---@param text string
---@param flags? string
---@return table|nil
function re.match(pattern, text, flags) end

---The text with the first match replaced; see `Pattern.replace`.
---@param pattern string
---@param text string
---@param replacement string
---@param flags? string
---@return string
function re.replace(pattern, text, replacement, flags) end

---The text with all matches replaced.
---@param pattern string
---@param text string
---@param replacement string
---@param flags? string
---@return string
function re.replaceAll(pattern, text, replacement, flags) end

---The pieces between the matches of a pattern.
---@param pattern string
---@param text string
---@param flags? string
---@return table
function re.split(pattern, text, flags) end

---Whether a pattern matches somewhere in a text.
---@param pattern string
---@param text string
---@param flags? string
---@return boolean
function re.test(pattern, text, flags) end

---@class redis
local redis = {}

---Connects to a server by host and port, or by a URL.
---@param host? string
---@param port? integer
---@return redis.Client
function redis.connect(host, port) end

---Connects to the server of a URL: `redis://[user][:password]@host[:port][/database]`, `rediss://`, `unix://`.
---@param url? string
---@return redis.Client
function redis.new(url) end

---@class sqlite
sqlite = {}

---A new database in memory.
---@return sqlite.Database
function sqlite.memory() end

---Opens the database in a file, which is made if it does not exist; `:memory:` and `file:` URIs are taken too.
---@param path string
---@return sqlite.Database
function sqlite.open(path) end

---The version of SQLite.
---@return string
function sqlite.version() end

---The characters (Unicode scalar values).
---@param text string
---@return table
function string.chars(text) end

---Whether a text is somewhere in another.
---@param text string
---@param part string
---@return boolean
function string.contains(text, part) end

---How often a text is in another, without overlaps; 0 for the empty text.
---@param text string
---@param part string
---@return integer
function string.count(text, part) end

---Whether a text ends with another.
---@param text string
---@param suffix string
---@return boolean
function string.ends_with(text, suffix) end

---The lines, without their ends LF or CR LF.
---@param text string
---@return table
function string.lines(text) end

---The text without white space at its beginning.
---@param text string
---@return string
function string.ltrim(text) end

---The text with the first character of `fill` (a blank) on both sides, the odd one behind it.
---@param text string
---@param width integer
---@param fill? string
---@return string
function string.pad_center(text, width, fill) end

---The text with the first character of `fill` (a blank) before it, up to a width.
---@param text string
---@param width integer
---@param fill? string
---@return string
function string.pad_left(text, width, fill) end

---The text with the first character of `fill` (a blank) behind it, up to a width.
---@param text string
---@param width integer
---@param fill? string
---@return string
function string.pad_right(text, width, fill) end

---The text with every `old` replaced; an empty `old` stands before every character and at the end.
---@param text string
---@param old string
---@param new string
---@return string
function string.replace_all(text, old, new) end

---The text without white space at its end.
---@param text string
---@return string
function string.rtrim(text) end

---The letters and digits of a text in lower case, accents included, with one hyphen for everything between them.
---@param text string
---@return string
function string.slug(text) end

---The pieces between separators, empty ones as well; without a separator, the characters.
---@param text string
---@param separator string
---@return table
function string.split(text, separator) end

---Whether a text begins with another.
---@param text string
---@param prefix string
---@return boolean
function string.starts_with(text, prefix) end

---The text without white space (as Unicode defines it) at both ends.
---@param text string
---@return string
function string.trim(text) end

---The text, or its beginning and a suffix, so that it has at most `limit` characters.
---@param text string
---@param limit integer
---@param suffix? string
---@return string
function string.truncate(text, limit, suffix) end

---A table with the same entries, without the metatable.
---@param table table
---@return table
function table.clone(table) end

---Whether a value is among the entries, without `__eq`.
---@param table table
---@param value? any
---@return boolean
function table.contains(table, value) end

---The number of entries.
---@param table table
---@return integer
function table.count(table) end

---The elements for which `function(value, index)` is true, moved together.
---@param table table
---@param function_ function
---@return table
function table.filter(table, function_) end

---The first element for which `function(value, index)` is true, else nil.
---@param table table
---@param function_ function
---@return any
function table.find(table, function_) end

---The elements, with those of nested tables in their place, down to a depth; other entries of those vanish.
---@param table table
---@param depth? integer
---@return table
function table.flat(table, depth) end

---A proxy through which a table can be read but not written; the table itself stays as it is.
---@param table table
---@return table
function table.freeze(table) end

---Whether there are no entries.
---@param table table
---@return boolean
function table.is_empty(table) end

---Whether the metatable of a table has a true field `__frozen`.
---@param table table
---@return boolean
function table.is_frozen(table) end

---All keys, in the order of `next`.
---@param table table
---@return table
function table.keys(table) end

---The results of `function(value, index)` at the same indices.
---@param table table
---@param function_ function
---@return table
function table.map(table, function_) end

---The entries of all arguments that are tables; later ones win.
---@param ... any
---@return table
function table.merge(...) end

---The last result of `function(result, value)`, which begins with `initial`, or the first element without it.
---@param table table
---@param function_ function
---@param initial? any
---@return any
function table.reduce(table, function_, initial) end

---The elements from last to first.
---@param table table
---@return table
function table.reverse(table) end

---The elements from `first` to `last`, by default the length, as far as they exist.
---@param table table
---@param first integer
---@param last? integer
---@return table
function table.slice(table, first, last) end

---All values, in the order of `next`.
---@param table table
---@return table
function table.values(table) end

---@class term
term = {}

---The text on black.
---@param text string
---@return string
function term.bg_black(text) end

---The text on blue.
---@param text string
---@return string
function term.bg_blue(text) end

---The text on a colour of the palette of 256.
---@param n integer
---@param text string
---@return string
function term.bg_color256(n, text) end

---The text on cyan.
---@param text string
---@return string
function term.bg_cyan(text) end

---The text on green.
---@param text string
---@return string
function term.bg_green(text) end

---The text on magenta.
---@param text string
---@return string
function term.bg_magenta(text) end

---The text on red.
---@param text string
---@return string
function term.bg_red(text) end

---The text on a colour given by red, green and blue, each from 0 to 255.
---@param r integer
---@param g integer
---@param b integer
---@param text string
---@return string
function term.bg_rgb(r, g, b, text) end

---The text on white.
---@param text string
---@return string
function term.bg_white(text) end

---The text on yellow.
---@param text string
---@return string
function term.bg_yellow(text) end

---The text in black.
---@param text string
---@return string
function term.black(text) end

---The text in blue.
---@param text string
---@return string
function term.blue(text) end

---The text in bold.
---@param text string
---@return string
function term.bold(text) end

---The text in bright blue.
---@param text string
---@return string
function term.bright_blue(text) end

---The text in bright cyan.
---@param text string
---@return string
function term.bright_cyan(text) end

---The text in bright green.
---@param text string
---@return string
function term.bright_green(text) end

---The text in bright magenta.
---@param text string
---@return string
function term.bright_magenta(text) end

---The text in bright red.
---@param text string
---@return string
function term.bright_red(text) end

---The text in bright white.
---@param text string
---@return string
function term.bright_white(text) end

---The text in bright yellow.
---@param text string
---@return string
function term.bright_yellow(text) end

---Clears the screen and puts the cursor into the upper left corner.
function term.clear() end

---Clears the cursor's line; the cursor stays where it is.
function term.clear_line() end

---The text in a colour of the palette of 256.
---@param n integer
---@param text string
---@return string
function term.color256(n, text) end

---Moves the cursor down by `n` rows.
---@param n? integer
function term.cursor_down(n) end

---Hides the cursor.
function term.cursor_hide() end

---Moves the cursor left by `n` columns.
---@param n? integer
function term.cursor_left(n) end

---Moves the cursor to where it was when it was remembered.
function term.cursor_restore() end

---Moves the cursor right by `n` columns.
---@param n? integer
function term.cursor_right(n) end

---Has the terminal remember where the cursor is.
function term.cursor_save() end

---Shows the cursor again.
function term.cursor_show() end

---Moves the cursor to a column and a row, both counted from 1.
---@param col integer
---@param row integer
function term.cursor_to(col, row) end

---Moves the cursor up by `n` rows.
---@param n? integer
function term.cursor_up(n) end

---The text in cyan.
---@param text string
---@return string
function term.cyan(text) end

---The text with less intensity.
---@param text string
---@return string
function term.dim(text) end

---The text in gray.
---@param text string
---@return string
function term.gray(text) end

---The text in green.
---@param text string
---@return string
function term.green(text) end

---The text in grey.
---@param text string
---@return string
function term.grey(text) end

---Whether the standard output is a terminal.
---@return boolean
function term.is_tty() end

---The text in italics.
---@param text string
---@return string
function term.italic(text) end

---The text in magenta.
---@param text string
---@return string
function term.magenta(text) end

---The text in red.
---@param text string
---@return string
function term.red(text) end

---The sequence that ends all colours and styles.
---@return string
function term.reset() end

---The text in a colour given by red, green and blue, each from 0 to 255.
---@param r integer
---@param g integer
---@param b integer
---@param text string
---@return string
function term.rgb(r, g, b, text) end

---Columns and rows of the terminal; 80 and 24 if the output is none.
---@return integer
---@return integer
function term.size() end

---The text crossed out.
---@param text string
---@return string
function term.strikethrough(text) end

---The text without escape sequences.
---@param text string
---@return string
function term.strip(text) end

---The text underlined.
---@param text string
---@return string
function term.underline(text) end

---The text in white.
---@param text string
---@return string
function term.white(text) end

---The text in yellow.
---@param text string
---@return string
function term.yellow(text) end

---@class time
time = {}

---A date in local time: now, of a timestamp in seconds, of a text, or of year, month, day, hour, … millisecond.
---@param ... any
---@return time.CopperDateTime
function time.date(...) end

---The number of days of a month.
---@param year integer
---@param month integer
---@return integer
function time.daysInMonth(year, month) end

---A timestamp in seconds as text, in UTC, by a format of the strftime family.
---@param timestamp number
---@param form? string
---@return string
function time.format(timestamp, form) end

---Whether a year has 366 days.
---@param year integer
---@return boolean
function time.isLeapYear(year) end

---Seconds since the program was started, on a clock that is never set.
---@return number
function time.monotonic() end

---Milliseconds since the program was started, on a clock that is never set.
---@return integer
function time.monotonic_ms() end

---Seconds since 1970 in UTC, with a fraction.
---@return number
function time.now() end

---Milliseconds since 1970 in UTC.
---@return integer
function time.now_ms() end

---The timestamp in seconds of a text in UTC; without a format, of RFC 3339 and similar texts.
---@param text string
---@param form? string
---@return number
function time.parse(text, form) end

---Waits for at least so many milliseconds, while timers and requests go on.
---@param milliseconds integer
function time.sleep(milliseconds) end

---A date in UTC; see `time.date`.
---@param ... any
---@return time.CopperDateTime
function time.utc(...) end

---The same as `clearTimeout`.
---@param number? integer
function clearInterval(number) end

---Ends a timer of either kind; ids that are not running are ignored.
---@param number? integer
function clearTimeout(number) end

---Calls a function without arguments every `delay` milliseconds until it is cleared; returns the timer's id.
---@param function_ function
---@param delay? integer
---@return integer
function setInterval(function_, delay) end

---Calls a function without arguments once, at least `delay` milliseconds later; returns the timer's id.
---@param function_ function
---@param delay? integer
---@return integer
function setTimeout(function_, delay) end

---@class vein
local vein = {}

---@type string
vein._DESCRIPTION = nil

---@type string
vein._VERSION = nil

---A function `(path, data, callback)` that renders a file, as view engines of Express do.
---@param options? table
---@return function
function vein.express(options) end

---A new engine.
---@param options? table
---@return vein.Engine
function vein.new(options) end

---The text of a template that is given itself.
---@param template string
---@param data? table
---@return any
function vein.render(template, data) end
