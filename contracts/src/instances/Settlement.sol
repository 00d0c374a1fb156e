// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {ICampaign} from "../interfaces/ICampaign.sol";
import {ICounted, IRulebook} from "../interfaces/IRulebook.sol";
import {IMarketMaster} from "../interfaces/IMarketMaster.sol";
import {Fees} from "../libraries/Fees.sol";
import {Holding, Standing} from "../libraries/Types.sol";
import {Instance} from "./Instance.sol";

/// @dev How a campaign ends: closed, then settled or failed, in steps that anyone may push. Pledges are booked, never
/// inferred from a balance; nobody's co-operation is needed, and nobody can hold up another's due.
abstract contract Settlement is Instance, ICampaign {
    /// @dev A campaign not settled so long after its close fails.
    uint64 private constant LATEST = 90 days;

    Terms internal _terms;
    State internal _state;
    uint64 internal _coolingOffEndsAt;
    uint64 internal _moratorium;
    uint64 private _closedAt;
    /// @dev Investors in the order of their first pledge, and how far settlement or refund has come.
    address[] internal _list;
    uint256 private _done;
    /// @dev How many pledges stand, and how many units.
    uint256 internal _standing;
    uint256 public unitsPledged;
    uint256 private _raised;
    mapping(address investor => Pledge) internal _pledges;
    uint256 internal _feeSlabs;
    /// @dev What is owed to issuer and operator while they are frozen.
    mapping(address door => uint256) private _owed;

    constructor(IMarketMaster master) Instance(master) {}

    // -- steps

    /// @inheritdoc ICampaign
    function close() external step {
        State now_ = state();
        require(now_ != State.Live, CampaignNotDue(_terms.closesAt));
        require(now_ == State.Due, CampaignOutOfState(now_, State.Due));
        if (unitsPledged < _terms.minimum) _fail("minimum");
        else _close(_coolingOffEndsAt);
    }

    /// @inheritdoc ICampaign
    function settle(uint256 n) external step {
        if (_state == State.CoolingOff) _beginSettlement();
        require(_state == State.Settling, CampaignOutOfState(state(), State.Settling));
        uint256 end = _done + _min(n, _list.length - _done);
        for (; _done < end; ++_done) {
            address investor = _list[_done];
            uint64 units = _pledges[investor].units;
            if (units == 0) continue;
            if (MASTER.isFrozen(investor)) emit Waiting(investor, units);
            else _deliver(investor, units);
        }
        if (_done == _list.length) _payOut();
    }

    /// @inheritdoc ICampaign
    function fail() external step {
        State now_ = state();
        bool running = now_ >= State.Approved && now_ < State.Settling;
        require(running, CampaignOutOfState(now_, State.CoolingOff));
        if (now_ == State.Approved && block.timestamp >= _terms.closesAt) _fail("unready");
        else if (_trusteeRevoked()) _fail("trustee");
        else if (now_ == State.CoolingOff && block.timestamp >= _coolingOffEndsAt && unitsPledged < _terms.minimum) _fail("minimum");
        else if (now_ == State.CoolingOff && block.timestamp > _closedAt + LATEST) _fail("late");
        else revert CampaignCannotFail();
    }

    /// @inheritdoc ICampaign
    function refund(uint256 n) external step {
        require(_state == State.Failed || _state == State.Cancelled, CampaignOutOfState(state(), State.Failed));
        uint256 end = _done + _min(n, _list.length - _done);
        for (; _done < end; ++_done) {
            address investor = _list[_done];
            if (_pledges[investor].units == 0) continue;
            if (MASTER.isFrozen(investor)) emit Waiting(investor, _pledges[investor].units);
            else _refund(investor);
        }
    }

    /// @inheritdoc ICampaign
    function collect(address door) external step {
        uint256 owed = _owed[door];
        uint64 units = _pledges[door].units;
        if (owed != 0) {
            _owed[door] = 0;
            emit Paid(door, owed);
            MASTER.pay(_terms.money, door, owed);
        } else if (units != 0 && (_state == State.Failed || _state == State.Cancelled)) {
            _refund(door);
        } else if (units != 0 && (_state == State.Settled || _state == State.Settling)) {
            _deliver(door, units);
        } else {
            revert CampaignNothingDue(door);
        }
    }

    // -- effects

    function _close(uint64 coolingOffEndsAt) internal {
        _state = State.CoolingOff;
        _closedAt = uint64(block.timestamp);
        _coolingOffEndsAt = coolingOffEndsAt;
        emit Closed(unitsPledged, unitsPledged * _terms.price, coolingOffEndsAt);
    }

    /// @dev R8: the minimum is tested again after cooling-off.
    function _beginSettlement() private {
        require(block.timestamp >= _coolingOffEndsAt, CampaignCoolingOff(_coolingOffEndsAt));
        require(unitsPledged >= _terms.minimum, CampaignMinimumMissed(unitsPledged, _terms.minimum));
        require(!_trusteeRevoked(), CampaignTrusteeRevoked(_trustee()));
        _state = State.Settling;
        _raised = unitsPledged * _terms.price;
    }

    function _deliver(address investor, uint64 units) private {
        _pledges[investor].units = 0;
        unitsPledged -= units;
        uint256 id = MASTER.deliver(_terms.face, _lot().lot, units, investor, uint64(block.timestamp) + _moratorium);
        emit Delivered(investor, units, id, units * _terms.price);
    }

    /// @dev R12, R16: the money is released, the fee on the whole amount; what was not sold is given back and gone. Units that
    /// wait for a frozen investor stay in the lot.
    function _payOut() private {
        _state = State.Settled;
        uint256 fee = Fees.successFeeDown(_feeSlabs, _raised);
        uint256 unsold = _terms.maximum - _raised / _terms.price;
        emit Settled(_raised, fee, _raised - fee, unsold);
        _giveBack(unsold);
        _owe(_terms.operator, fee);
        _owe(_terms.issuer, _raised - fee);
    }

    /// @dev Pays at once, or keeps it when the receiver is frozen.
    function _owe(address door, uint256 amount) private {
        if (amount == 0) return;
        if (MASTER.isFrozen(door)) {
            _owed[door] += amount;
        } else {
            emit Paid(door, amount);
            MASTER.pay(_terms.money, door, amount);
        }
    }

    function _fail(bytes32 why) private {
        _state = State.Failed;
        _done = 0;
        emit Failed(why, unitsPledged);
        _giveBackUnits();
    }

    function _refund(address investor) private {
        uint256 units = _pledges[investor].units;
        _pledges[investor].units = 0;
        unitsPledged -= units;
        --_standing;
        emit Refunded(investor, units * _terms.price);
        MASTER.pay(_terms.money, investor, units * _terms.price);
    }

    function _giveBackUnits() internal {
        _giveBack(_lot().units);
    }

    function _giveBack(uint256 units) private {
        if (units != 0) MASTER.giveBack(_terms.face, _lot().lot, units);
    }

    // -- guards

    function _requireState(State wanted) internal view {
        State now_ = state();
        require(now_ == wanted, CampaignOutOfState(now_, wanted));
    }

    function _rulebook() internal view returns (IRulebook) {
        return IRulebook(MASTER.running("rulebook"));
    }

    /// @dev What the campaign holds of its class: only the trustee's mint brings units here.
    function _lot() private view returns (Holding memory) {
        return MASTER.holdingOf(_terms.face, address(this));
    }

    function _trustee() private view returns (address) {
        return MASTER.faceOf(_terms.money).trustee;
    }

    function _trusteeRevoked() private view returns (bool) {
        return MASTER.participant(_trustee()).standing == Standing.Revoked;
    }

    function _min(uint256 a, uint256 b) private pure returns (uint256) {
        return a < b ? a : b;
    }

    // -- readings

    /// @inheritdoc ICampaign
    function state() public view returns (State) {
        if (_state != State.Approved) return _state;
        if (_lot().units == 0) return State.Approved;
        if (block.timestamp < _terms.opensAt) return State.Ready;
        return block.timestamp < _terms.closesAt ? State.Live : State.Due;
    }

    function terms() external view returns (Terms memory) {
        return _terms;
    }

    function pledgeOf(address investor) external view returns (Pledge memory) {
        return _pledges[investor];
    }

    /// @inheritdoc ICampaign
    function unitsAwaited(address face) external view returns (uint256) {
        bool waits = _state == State.Approved && face == _terms.face && _lot().units == 0;
        return waits && block.timestamp < _terms.closesAt ? _terms.maximum : 0;
    }

    /// @inheritdoc ICampaign
    function dueTo(address door) external view returns (uint256) {
        return _owed[door];
    }

    /// @inheritdoc ICounted
    function countsSince(address door) external view returns (uint64) {
        if (_state == State.Failed || _state == State.Cancelled) return type(uint64).max;
        uint64 withdrawnAt = _pledges[door].withdrawnAt;
        return withdrawnAt == 0 ? 0 : withdrawnAt + 1;
    }

    /// @inheritdoc ICounted
    function issuer() external view returns (address) {
        return _terms.issuer;
    }

    /// @inheritdoc ICounted
    function isOver() external view returns (bool) {
        return _state >= State.Settled;
    }
}
