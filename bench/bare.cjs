/** The least a Node program can do: ask for the list with node:http and print the body. The same on every Node. */
const { get } = require('node:http');

get(`${process.env.OPENAI_BASE_URL}/models`, (response) => {
  if (response.statusCode !== 200) process.exitCode = 1;
  response.pipe(process.stdout);
});
