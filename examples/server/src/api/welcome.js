// The link's secret stands behind the #, so that no server or proxy on the way has it in its log.
const link = location.hash.slice(1);
const at = link.lastIndexOf('.');
const building = link.slice(0, at);
const answer = document.getElementById('answer');

document.getElementById('choose').addEventListener('submit', async (event) => {
  event.preventDefault();
  const choice = { secret: link.slice(at + 1), password: document.getElementById('password').value };
  if (building !== '*') choice.building = building;
  const response = await fetch('/api/v1/password', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(choice),
  });
  const body = await response.json();
  answer.textContent = response.ok ? `Saved. Sign in as ${body.email}.` : body.detail;
});
