// Covers a page that nobody has touched for so long, tells the server to lock, and unlocks in place: what was typed stays.
(() => {
  const cover = document.getElementById('cover')
  const form = cover.querySelector('form')
  const said = cover.querySelector('[role=alert]')
  const limit = Number(cover.dataset.minutes) * 60000
  const token = form.elements.csrfmiddlewaretoken.value
  const post = (address, body) => fetch(address, {
    method: 'POST', body, redirect: 'manual', headers: { 'X-In-Place': '1', 'X-CSRFToken': token }
  })
  let told = Date.now()
  const touched = () => {
    if (cover.open) return
    localStorage.setItem('seen', Date.now()) // one page that is in use keeps the others open
    if (Date.now() - told > 60000) {
      told = Date.now()
      post(cover.dataset.here)
    }
  }
  for (const kind of ['keydown', 'pointerdown', 'wheel', 'touchstart']) addEventListener(kind, touched, { passive: true })
  const look = () => {
    const idle = Date.now() - Number(localStorage.getItem('seen'))
    if (cover.open || idle < limit) return
    post(cover.dataset.lock)
    document.body.classList.add('covered')
    cover.showModal()
  }
  cover.addEventListener('cancel', event => event.preventDefault())
  form.addEventListener('submit', async event => {
    event.preventDefault()
    const answer = await post(form.action, new FormData(form)).catch(() => null)
    form.elements.password.value = form.elements.credential.value = ''
    if (answer && (answer.ok || answer.type === 'opaqueredirect')) {
      said.textContent = ''
      document.body.classList.remove('covered')
      cover.close()
      touched()
      if (document.querySelector('[hx-trigger^=load]')) location.reload() // a page that looks again by itself
      return
    }
    const words = answer && answer.status === 403 ? await answer.json().catch(() => null) : null
    said.textContent = words ? words.said : cover.dataset.failed
  })
  localStorage.setItem('seen', Date.now())
  setInterval(look, Math.min(limit / 4, 5000))
  addEventListener('visibilitychange', look)
})()
