// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {IDividend} from "../interfaces/IDividend.sol";
import {IEscrow} from "../interfaces/IEscrow.sol";
import {IMarketMaster} from "../interfaces/IMarketMaster.sol";
import {IAwaits} from "../interfaces/IRules.sol";
import {ActType, Face, Kind, Role} from "../libraries/Types.sol";
import {Instance} from "./Instance.sol";

/// @notice See {IDividend}. What a holder had is the kernel's record; this instance keeps no list of its own.
contract Dividend is Instance, IDividend, IEscrow, IAwaits {
    uint64 private constant LONGEST = 90 days;
    uint64 private constant GRACE = 30 days;
    uint64 private constant UNCLAIMED = 365 days;
    /// @dev Rates are in hundredths of a sen.
    uint256 private constant PER_SEN = 100;

    Terms private _terms;
    State public state;
    uint64 private _begunAt;
    /// @dev The supply when the payment began, and the units of it that were dealt with.
    uint128 private _units;
    uint128 private _dealtWith;
    uint128 private _funded;
    uint128 private _paid;
    uint128 private _heldInAll;
    uint128 private _returned;
    mapping(address holder => bool) private _done;
    mapping(address door => uint256) private _held;

    constructor(IMarketMaster master) Instance(master) {}

    // -- acts

    /// @inheritdoc IDividend
    function declare(address face, address money, uint256 rate, uint64 recordAt, uint64 payableAt, bytes32 title) external {
        _declare(face, money, rate, recordAt, payableAt, title);
    }

    function _declare(address face, address money, uint256 rate, uint64 recordAt, uint64 payableAt, bytes32 title) internal {
        address door = _entrant();
        _requireState(State.None);
        Face memory f = MASTER.faceOf(face);
        require(f.kind == Kind.Equity && f.issuer == door, DividendNotYourClass(face, door));
        require(MASTER.faceOf(money).kind == Kind.Money, DividendNotMoney(money));
        bool plain = rate <= type(uint64).max && f.supply * rate / PER_SEN != 0;
        require(plain, DividendNothingToPay(rate, f.supply));
        bool inOrder = recordAt <= block.timestamp + LONGEST && recordAt <= payableAt && payableAt - recordAt <= LONGEST;
        require(inOrder, DividendBadDates(recordAt, payableAt, block.timestamp));

        uint32 record = uint32(MASTER.setRecordDate(face, recordAt));
        _terms = Terms(door, uint64(rate), record, face, recordAt, f.epoch, money, payableAt);
        state = State.Declared;
        emit DividendDeclared(door, face, money, rate, record, recordAt, payableAt, title);
    }

    /// @inheritdoc IDividend
    function fund() external {
        _requireIssuer(_entrant());
        _requireState(State.Declared);
        uint256 amount = awaited();
        require(amount != 0, DividendFundedAlready());
        emit DividendFunded(_terms.issuer, amount, _balance() + amount);
        MASTER.pull(_terms.money, amount);
    }

    /// @inheritdoc IDividend
    /// @dev An exit. Once the record date has passed, holders have bought and sold with it in mind.
    function cancel(bytes32 reason) external {
        _requireIssuer(_actor());
        _requireState(State.Declared);
        require(block.timestamp <= _terms.recordAt, DividendTooLate(_terms.recordAt, block.timestamp));
        state = State.Cancelled;
        emit DividendCancelled(reason, _balance());
        _return();
    }

    // -- steps

    /// @inheritdoc IDividend
    function pay(address[] calldata holders) external step {
        if (state == State.Declared) _begin();
        _requireState(State.Paying);
        for (uint256 i; i < holders.length; ++i) {
            _payOne(holders[i]);
        }
        // Who holds units now or held them then makes up the supply: when all of it is dealt with, nobody is left.
        if (_dealtWith == _units) _end();
    }

    /// @inheritdoc IDividend
    function finish() external step {
        _requireState(State.Paying);
        uint64 from = _begunAt + UNCLAIMED;
        require(block.timestamp >= from, DividendTooEarly(from, block.timestamp));
        _end();
    }

    /// @inheritdoc IDividend
    function lapse() external step {
        _requireState(State.Declared);
        bool late = block.timestamp >= _terms.payableAt + GRACE;
        require(late || _isConverted(), DividendNotLapsed());
        state = State.Lapsed;
        emit DividendLapsed(late ? bytes32("unfunded") : bytes32("converted"), _balance());
        _return();
    }

    /// @inheritdoc IDividend
    function collect(address door) external step {
        require(_held[door] != 0, DividendNothingHeld(door));
        _collect(door);
    }

    /// @inheritdoc IEscrow
    function surrender(address door) external onlyMaster {
        if (state == State.Paying) _payOne(door);
        if (_held[door] != 0) _collect(door);
    }

    // -- effects

    function _begin() private {
        uint64 from = _terms.payableAt > _terms.recordAt ? _terms.payableAt : _terms.recordAt + 1;
        require(block.timestamp >= from, DividendTooEarly(from, block.timestamp));
        require(!_isConverted(), DividendConverted());
        uint256 missing = awaited();
        require(missing == 0, DividendShort(missing));
        (state, _begunAt) = (State.Paying, uint64(block.timestamp));
        (_units, _funded) = (MASTER.faceOf(_terms.face).supply, uint128(_balance()));
        emit DividendBegun(_units, _funded);
    }

    /// @dev Units that an instance holds (a campaign's that are not sold) earn nothing. A frozen holder's due waits.
    function _payOne(address holder) private {
        if (_done[holder] || MASTER.roleOf(holder) == Role.None) return;
        uint256 units = MASTER.unitsAt(_terms.face, _terms.record, holder);
        if (units == 0) return;
        _done[holder] = true;
        _dealtWith += uint128(units);
        uint256 amount = units * _terms.rate / PER_SEN;
        if (MASTER.isFrozen(holder)) {
            emit DividendHeld(holder, units, amount);
            _hold(holder, amount);
            return;
        }
        emit DividendPaid(holder, units, amount);
        if (amount == 0) return;
        _paid += uint128(amount);
        MASTER.pay(_terms.money, holder, amount);
    }

    function _collect(address door) private {
        uint256 amount = _held[door];
        delete _held[door];
        _heldInAll -= uint128(amount);
        _paid += uint128(amount);
        emit DividendCollected(door, amount);
        MASTER.pay(_terms.money, door, amount);
    }

    function _end() private {
        state = State.Ended;
        emit DividendEnded(_balance() - _heldInAll);
        _return();
    }

    /// @dev To the issuer goes what is nobody's.
    function _return() private {
        uint256 left = _balance() - _heldInAll;
        if (left == 0) return;
        if (MASTER.isFrozen(_terms.issuer)) {
            _hold(_terms.issuer, left);
            return;
        }
        _returned += uint128(left);
        MASTER.pay(_terms.money, _terms.issuer, left);
    }

    function _hold(address door, uint256 amount) private {
        _held[door] += amount;
        _heldInAll += uint128(amount);
    }

    // -- readings

    /// @inheritdoc IDividend
    function terms() external view returns (Terms memory) {
        return _terms;
    }

    /// @inheritdoc IDividend
    function awaited() public view returns (uint256) {
        if (state != State.Declared) return 0;
        (uint256 needed, uint256 there) = (MASTER.faceOf(_terms.face).supply * uint256(_terms.rate) / PER_SEN, _balance());
        return needed > there ? needed - there : 0;
    }

    /// @inheritdoc IAwaits
    function moneyAwaited(address token) external view returns (uint256) {
        return token == _terms.money ? awaited() : 0;
    }

    /// @inheritdoc IDividend
    function dueTo(address door) external view returns (uint256) {
        return _held[door];
    }

    /// @inheritdoc IDividend
    function sums() external view returns (uint256 funded, uint256 paid, uint256 held, uint256 returned) {
        return (_funded, _paid, _heldInAll, _returned);
    }

    /// @dev The kernel lets money in here only by {fund} and by a mint of what is awaited.
    function _balance() private view returns (uint256) {
        return MASTER.balanceOf(_terms.money, address(this));
    }

    function _isConverted() private view returns (bool) {
        return MASTER.faceOf(_terms.face).epoch != _terms.epoch;
    }

    function _requireState(State wanted) private view {
        require(state == wanted, DividendOutOfState(state, wanted));
    }

    function _requireIssuer(address door) private view {
        require(door == _terms.issuer, DividendNotTheIssuer(door, _terms.issuer));
    }

    function acts() public pure virtual returns (ActType[] memory list) {
        list = new ActType[](3);
        list[0] = ActType(
            this.declare.selector, 320_000, 1,
            "DeclareDividend(address template,address asset,uint256 most,address face,address money,uint256 rate,uint64 recordAt,uint64 payableAt,bytes32 title,uint256 nonce,uint256 deadline)"
        );
        list[1] = ActType(
            this.fund.selector, 200_000, 1,
            "FundDividend(address dividend,address asset,uint256 most,uint256 nonce,uint256 deadline)"
        );
        list[2] = ActType(
            this.cancel.selector, 160_000, 1,
            "CancelDividend(address dividend,address asset,uint256 most,bytes32 reason,uint256 nonce,uint256 deadline)"
        );
    }
}
